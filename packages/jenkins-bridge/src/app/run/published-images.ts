import { type Digest, formatRepository } from '@towline/shared/image';
import { resolveTags } from '../../core/publish/resolve-tags.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunImage } from '../../core/run/run-image.js';
import type { StageScope } from './run-context.js';

/** An image and the tag under which it is found once it is published. */
export interface PublishedImage {
  readonly image: RunImage;
  readonly tag: string;
  readonly digest: Digest;
}

/** The images of the build, or those that are named, under the first of their tags that stays. */
export async function publishedImages(
  { context, signal }: StageScope,
  names?: readonly string[],
): Promise<readonly PublishedImage[]> {
  const { pipeline, facts, workshop } = context;
  const tag = resolveTags(pipeline.publication.tags, facts).find(({ kind }) => kind === 'fixed');
  const chosen = context.images.filter(({ image }) => names === undefined || names.includes(image.name));
  if (tag?.kind !== 'fixed') return [];
  const found: PublishedImage[] = [];
  for (const image of chosen) {
    const place = await workshop.registries.open(image.repository, 'push');
    const content = await place.readManifest({ kind: 'tag', tag: tag.tag }, signal);
    if (content === undefined) throw gone({ image, tag: tag.tag });
    found.push({ image, tag: tag.tag, digest: content.digest });
  }
  return found;
}

/** An image that was there, and is not any more. */
export function gone({ image, tag }: Pick<PublishedImage, 'image' | 'tag'>): RunError {
  return new RunError('run-tag-missing', `${formatRepository(image.repository)}:${tag} is gone`);
}
