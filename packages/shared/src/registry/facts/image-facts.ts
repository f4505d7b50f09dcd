import { mapConcurrently } from '../../async/index.js';
import { type Digest, type Platform, wantsPlatform } from '../../image/index.js';
import type { ImageFacts } from '../../ports/index.js';
import { type DigestFacts, mergeLabels } from './digest-facts.js';

/** Something to put together from the facts under one or several digests. */
export interface Composition {
  readonly digest: Digest;
  readonly facts: DigestFacts;
  /** All where empty. */
  readonly platforms: readonly Platform[];
  readonly depth: 'platforms' | 'all';
  /** The facts of a child of an index; undefined where they cannot be had. */
  child(digest: Digest): Promise<DigestFacts | undefined>;
}

type ImageDigestFacts = Extract<DigestFacts, { kind: 'image' }>;

interface PlatformImage {
  readonly platform: Platform | undefined;
  readonly facts: ImageDigestFacts | undefined;
}

/** The facts of an image as somebody who wants these platforms sees them. */
export async function composeFacts(composition: Composition): Promise<ImageFacts> {
  const { digest, facts } = composition;
  const images: readonly PlatformImage[] =
    facts.kind === 'image' ? [{ platform: facts.platform, facts }] : await readChildren(composition, facts.children);
  const wanted = inOrderOfWish(images, composition.platforms);
  const times = wanted.flatMap((image) => image.facts?.createdAt ?? []);
  const labels = facts.kind === 'image' ? facts.labels : mergeLabels(wanted[0]?.facts?.labels, facts.labels);
  return {
    digest,
    mediaType: facts.mediaType,
    createdAt: times.length === 0 ? undefined : Math.max(...times),
    platforms: images.flatMap(({ platform }) => platform ?? []),
    labels,
  };
}

async function readChildren(
  { depth, platforms, child }: Composition,
  children: Extract<DigestFacts, { kind: 'index' }>['children'],
): Promise<readonly PlatformImage[]> {
  return mapConcurrently(children, { concurrency: children.length }, async ({ digest, platform }) => {
    // A child that does not say its platform has to be opened to know it.
    const needed = platform === undefined || (depth === 'all' && wantsPlatform(platforms, platform));
    const facts = needed ? await child(digest) : undefined;
    const image = facts?.kind === 'image' ? facts : undefined;
    return { platform: platform ?? image?.platform, facts: image };
  });
}

/** The images of the wanted platforms, those of the first wanted one first. */
function inOrderOfWish(images: readonly PlatformImage[], wanted: readonly Platform[]): readonly PlatformImage[] {
  if (wanted.length === 0) return images;
  const matching = wanted.flatMap((wish) =>
    images.filter(({ platform }) => platform !== undefined && wantsPlatform([wish], platform)),
  );
  return [...new Set(matching)];
}
