import type { Image } from '@aws-sdk/client-ecr';
import { abortable } from '../../async/index.js';
import { type Digest, formatRepository } from '../../image/index.js';
import type { HttpClient } from '../../ports/index.js';
import { toDigest } from '../format/digest-of.js';
import { refuseSchema1 } from '../format/manifest.js';
import { verifyDigest } from '../format/verify-digest.js';
import { translateHttpError } from '../http-failure.js';
import type { Ask, FetchedManifest, ImageSource, ListedTag, ManifestReference } from '../image-source.js';
import { isRegistryError, RegistryError } from '../registry-error.js';
import { type Batcher, createBatcher } from './batcher.js';
import type { EcrClient } from './ecr-client.js';
import { createListTags } from './list-tags.js';

/** What {@link createEcrSource} works with. */
export interface EcrSourceOptions {
  readonly client: EcrClient;
  /** Downloads config blobs from the signed addresses that ECR gives out: without credentials. */
  readonly http: HttpClient;
  readonly maxTags: number;
}

/** The most images that one call of ECR takes. */
const batchSize = 100;
const maxConfigBytes = 8 * 1024 * 1024;

/** An {@link ImageSource} over ECR's own API. What lists leaves ECR's “last pulled” alone, which BatchGetImage does not. */
export function createEcrSource({ client, http, maxTags }: EcrSourceOptions): ImageSource {
  const listTags = createListTags(client, maxTags);
  const batchers = new Map<string, Batcher<ManifestReference, Image>>();
  const batcherFor = (repository: string) => {
    const known = batchers.get(repository);
    if (known !== undefined) return known;
    const made = createManifestBatcher(client, repository);
    batchers.set(repository, made);
    return made;
  };
  return {
    list: (ask, { pushTimes = true } = {}) => listTags(ask, { pushTimes }),
    async digests(ask, tags) {
      const wanted = new Set(tags);
      const listed = (await describeThese(client, ask, tags)) ?? (await listTags(ask, { pushTimes: false }));
      const found = new Map<string, Digest>();
      for (const { tag, digest } of listed) if (wanted.has(tag) && digest !== undefined) found.set(tag, digest);
      return found;
    },
    async manifest(ask, reference) {
      const { path } = ask.repository;
      const image = await abortable(batcherFor(path).get(reference), ask.signal);
      return image && checked(image, path);
    },
    async blob(ask, digest) {
      const url = await client.downloadUrl(ask.repository.path, digest, ask.signal);
      const what = `The blob of ${formatRepository(ask.repository)}`;
      if (url === undefined)
        throw new RegistryError('registry-bad-response', `${what} has no address for its download`);
      const body = await download(http, url, ask.signal);
      verifyDigest(body, digest, what);
      return body;
    },
  };
}

/** Undefined where one of the tags does not exist: ECR then says nothing of the others. */
async function describeThese(client: EcrClient, ask: Ask, tags: readonly string[]): Promise<ListedTag[] | undefined> {
  const found: ListedTag[] = [];
  for (let start = 0; start < tags.length; start += batchSize) {
    try {
      const these = { kind: 'these', tags: tags.slice(start, start + batchSize) } as const;
      const page = await client.describeImages(ask.repository.path, these, ask.signal);
      found.push(...page.tags);
    } catch (error) {
      if (!isRegistryError(error) || error.serverCode !== 'ImageNotFoundException') throw error;
      return tags.length === 1 ? [] : undefined;
    }
  }
  return found;
}

/** Manifests that are wanted in the same moment come by one call. */
function createManifestBatcher(client: EcrClient, repository: string) {
  return createBatcher<ManifestReference, Image>({
    maxSize: batchSize,
    nameOf: (reference) => (reference.kind === 'tag' ? `:${reference.tag}` : `@${reference.digest}`),
    async load(references) {
      const ids = references.map((one) => (one.kind === 'tag' ? { imageTag: one.tag } : { imageDigest: one.digest }));
      const { images = [], failures = [] } = await client.batchGetImage(repository, ids);
      const failure = failures.find(({ failureCode }) => failureCode !== 'ImageNotFound');
      if (failure !== undefined) {
        const { failureCode, failureReason } = failure;
        throw new RegistryError(
          'registry-bad-response',
          `ECR BatchGetImage for ${repository} failed: ${failureCode} ${failureReason ?? ''}`,
          { serverCode: failureCode },
        );
      }
      return new Map(images.flatMap(named));
    },
  });
}

/** An image under the names by which it may have been asked for. */
function named(image: Image): (readonly [string, Image])[] {
  const { imageDigest, imageTag } = image.imageId ?? {};
  const byDigest = imageDigest === undefined ? [] : [[`@${imageDigest}`, image] as const];
  return imageTag === undefined ? byDigest : [...byDigest, [`:${imageTag}`, image]];
}

function checked({ imageId, imageManifest, imageManifestMediaType = '' }: Image, repository: string): FetchedManifest {
  const digest = toDigest(imageId?.imageDigest ?? '');
  const what = `The manifest of ${repository}@${digest}`;
  refuseSchema1(imageManifestMediaType, what);
  const bytes = new TextEncoder().encode(imageManifest ?? '');
  verifyDigest(bytes, digest, what);
  return { digest, mediaType: imageManifestMediaType, bytes };
}

async function download(http: HttpClient, url: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  try {
    const { body } = await http.request({ url, expect: 'bytes', maxBytes: maxConfigBytes, ...(signal && { signal }) });
    return body;
  } catch (error) {
    throw translateHttpError(error, { method: 'GET', url }, signal);
  }
}
