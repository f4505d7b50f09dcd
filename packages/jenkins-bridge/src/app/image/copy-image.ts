import { mapConcurrently } from '@towline/shared/async';
import { type Digest, formatPlatform, type ImageRepository, type Platform, wantsPlatform } from '@towline/shared/image';
import type {
  BlobOutcome,
  Descriptor,
  ImageReader,
  ImageWriter,
  ManifestContent,
  ManifestName,
} from '@towline/shared/ports';
import { baseInSameRegistry } from '../../core/image/base-annotations.js';
import { ImageBuildError } from '../../core/image/image-build-error.js';
import type { ReadManifest } from '../../core/image/read-image.js';
import { loadManifest } from './inspect-image.js';

/** An image to copy, and where it goes. */
export interface ImageCopy {
  readonly from: ImageReader;
  readonly name: ManifestName;
  /** For messages. */
  readonly called: string;
  readonly to: ImageWriter;
  /** None keeps it under its digest only. */
  readonly tags: readonly string[];
  /** A repository of the registry it goes to that has the blobs already; where absent, that of the base image is tried. */
  readonly mountFrom?: ImageRepository | undefined;
  /** Where it goes, where that is a registry. */
  readonly target?: ImageRepository | undefined;
  /** Of an index, the one image for this platform and nothing else. */
  readonly platform?: Platform | undefined;
  /** Blobs on their way at once. */
  readonly concurrency: number;
  readonly onBlob?: ((blob: Descriptor, outcome: BlobOutcome) => void) | undefined;
}

/** What a copy came to. */
export interface CopyReport {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
  /** Blobs by what became of them. */
  readonly blobs: Readonly<Record<BlobOutcome, number>>;
  /** Of blobs; manifests do not count. */
  readonly bytesWritten: number;
}

/**
 * Copies an image, or an index with its images: blobs first, several at a time and each once, then the manifests, the outermost last, so that
 * nobody ever finds an image whose parts are missing. What is there already is not sent.
 */
export async function copyImage(copy: ImageCopy, signal: AbortSignal): Promise<CopyReport> {
  const root = await readRoot(copy, signal);
  const tally = { present: 0, mounted: 0, written: 0 };
  let bytesWritten = 0;
  // Under its digest it is there with all its parts: only the tags are missing.
  const there = await copy.to.hasManifest(root.content.digest, signal);
  if (!there) {
    const children = await readChildren(copy, root, signal);
    const blobs = new Map(
      [root, ...children].flatMap(({ manifest }) => blobsOf(manifest, copy)).map((each) => [each.blob.digest, each]),
    );
    await mapConcurrently(
      [...blobs.values()],
      { concurrency: copy.concurrency, signal },
      async ({ blob, mountFrom }, inner) => {
        const source = { open: (range: object) => copy.from.readBlob(blob, range), mountFrom };
        const outcome = await copy.to.writeBlob(blob, source, inner);
        tally[outcome] += 1;
        if (outcome === 'written') bytesWritten += blob.size;
        copy.onBlob?.(blob, outcome);
      },
    );
    for (const { content } of children.reverse()) await copy.to.writeManifest(content, undefined, signal);
  }
  for (const tag of copy.tags) await copy.to.writeManifest(root.content, tag, signal);
  if (!there && copy.tags.length === 0) await copy.to.writeManifest(root.content, undefined, signal);
  const { digest, mediaType, bytes } = root.content;
  return { digest, mediaType, size: bytes.length, blobs: tally, bytesWritten };
}

/** The blobs of an image, and where the registry that they go to may have them. */
function blobsOf(manifest: ReadManifest, { mountFrom, target }: ImageCopy) {
  if (manifest.kind === 'index') return [];
  const from = mountFrom ?? (target && baseInSameRegistry(manifest.annotations, target));
  return [manifest.config, ...manifest.layers].map((blob) => ({ blob, mountFrom: from }));
}

interface Loaded {
  readonly content: ManifestContent;
  readonly manifest: ReadManifest;
}

async function readRoot(copy: ImageCopy, signal: AbortSignal): Promise<Loaded> {
  const loaded = await loadManifest(copy, signal);
  const { platform } = copy;
  if (platform === undefined || loaded.manifest.kind === 'image') return loaded;
  const chosen = chooseForPlatform(loaded.manifest.manifests, platform, copy.called);
  return loadManifest({ ...copy, name: { kind: 'digest', digest: chosen.digest } }, signal);
}

/** The image of an index for a platform. Throws `image-platform-missing`, with those that there are. */
export function chooseForPlatform(manifests: readonly Descriptor[], wanted: Platform, called: string): Descriptor {
  const images = manifests.flatMap((each) => (each.platform === undefined ? [] : [{ each, platform: each.platform }]));
  const exact = images.find(({ platform }) => formatPlatform(platform) === formatPlatform(wanted));
  // linux/arm64 is called linux/arm64/v8 by some; the other way round nothing is lost either.
  const { os, architecture } = wanted;
  const found =
    exact ??
    images.find(({ platform }) => wantsPlatform([{ os, architecture }], platform) && compatible(wanted, platform));
  if (found !== undefined) return found.each;
  const names = images
    .filter(({ platform }) => platform.os !== 'unknown')
    .map(({ platform }) => formatPlatform(platform));
  throw new ImageBuildError('image-platform-missing', `${called} is not there for ${formatPlatform(wanted)}`, {
    hint: `It is there for ${names.join(', ') || 'no platform that it names'}.`,
  });
}

function compatible(wanted: Platform, actual: Platform): boolean {
  if (!wanted.variant) return true;
  return !actual.variant || (wanted.architecture === 'arm64' && wanted.variant === 'v8');
}

/** All manifests below an index, parents before children. */
async function readChildren(copy: ImageCopy, root: Loaded, signal: AbortSignal): Promise<Loaded[]> {
  const { concurrency } = copy;
  const found: Loaded[] = [];
  const seen = new Set<Digest>([root.content.digest]);
  for (let level: readonly Loaded[] = [root], depth = 0; level.length > 0 && depth < 4; depth += 1) {
    const below = level
      .flatMap(({ manifest }) => (manifest.kind === 'index' ? manifest.manifests : []))
      .filter(({ digest }) => !seen.has(digest) && seen.add(digest));
    level = await mapConcurrently(below, { concurrency, signal }, ({ digest }, inner) =>
      loadManifest({ ...copy, name: { kind: 'digest', digest } }, inner),
    );
    found.push(...level);
  }
  return found;
}
