import { errorCode } from '../../errors/index.js';
import { formatRepository } from '../../image/index.js';
import type { Ask, TagList } from '../image-source.js';
import { RegistryError } from '../registry-error.js';
import type { EcrClient } from './ecr-client.js';
import type { ImagePage } from './image-page.js';
import { joinTagLists } from './join-tag-lists.js';

/** Every tag of a repository, with its digest and, where wanted, with its push time. */
export type ListTags = (ask: Ask, wanted: { readonly pushTimes: boolean }) => Promise<TagList>;

/**
 * Lists by DescribeImages where push times are wanted: a page holds 1,000 images with all that is known of them. Where they are not, ListImages
 * says the rest in a quarter of the bytes, for which the registry's own clients need the permission as well; who has none is asked no more.
 */
export function createListTags(client: EcrClient, maxTags: number): ListTags {
  let mayListImages = true;
  const describe = (ask: Ask) =>
    allPages(ask, maxTags, (nextToken) =>
      client.describeImages(ask.repository.path, { kind: 'tagged', nextToken }, ask.signal),
    );
  return async (ask, { pushTimes }) => {
    if (pushTimes || !mayListImages) return describe(ask);
    try {
      return await allPages(ask, maxTags, (nextToken) => client.listImages(ask.repository.path, nextToken, ask.signal));
    } catch (error) {
      if (errorCode(error) !== 'registry-forbidden') throw error;
      mayListImages = false;
      return describe(ask);
    }
  };
}

async function allPages(
  ask: Ask,
  maxTags: number,
  readPage: (nextToken: string | undefined) => Promise<ImagePage>,
): Promise<TagList> {
  const pages: TagList[] = [];
  let count = 0;
  let next: string | undefined;
  do {
    const { tags, nextToken } = await readPage(next);
    pages.push(tags);
    count += tags.length;
    if (count > maxTags) throw tooLong(ask, maxTags);
    if (nextToken !== undefined && nextToken === next) {
      const message = `ECR gives the same page of ${ask.repository.path} again and again`;
      throw new RegistryError('registry-bad-response', message);
    }
    next = nextToken;
  } while (next !== undefined);
  return joinTagLists(pages);
}

function tooLong({ repository }: Ask, maxTags: number): RegistryError {
  return new RegistryError(
    'registry-listing-too-long',
    `${formatRepository(repository)} has more than ${maxTags} tags`,
    {
      hint: 'Remove old images by a lifecycle policy, or raise the bound.',
    },
  );
}
