import { formatPlatform, type ImageRepository } from '@towline/shared/image';
import type { Descriptor, ImageWriter } from '@towline/shared/ports';
import { ImageBuildError } from '../../core/image/image-build-error.js';
import { ociTypes } from '../../core/image/media-types.js';
import { descriptorOf } from '../../core/image/read-image.js';
import { writeIndex } from '../../core/image/write-manifest.js';
import { copyImage } from './copy-image.js';
import type { LocalImages } from './image-ports.js';
import { type ImageLook, inspectImage, loadManifest } from './inspect-image.js';

/** An image that becomes part of an index. */
export interface IndexPart extends ImageLook {
  /** Its repository, where that is in the registry of the index. */
  readonly mountFrom?: ImageRepository | undefined;
}

/** An index to make of images that are there already. */
export interface ImageIndexing {
  readonly parts: readonly IndexPart[];
  readonly to: ImageWriter;
  readonly tags: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly store: Pick<LocalImages, 'keepText'>;
  readonly concurrency: number;
}

/** Makes an index: of each image for its platform, and of all images of an index. Throws where two are for the same platform. */
export async function indexImages(indexing: ImageIndexing, signal: AbortSignal): Promise<Descriptor> {
  const { to, tags, annotations, store, concurrency } = indexing;
  const manifests: Descriptor[] = [];
  for (const part of indexing.parts) {
    await copyImage({ ...part, to, tags: [], concurrency }, signal);
    manifests.push(...(await describeParts(part, signal)));
  }
  refuseRepeated(manifests);
  const text = writeIndex(manifests, annotations);
  const index = await store.keepText(ociTypes.index, text);
  const content = { ...index, bytes: new TextEncoder().encode(text) };
  for (const tag of tags) await to.writeManifest(content, tag, signal);
  return index;
}

async function describeParts(part: IndexPart, signal: AbortSignal): Promise<readonly Descriptor[]> {
  const { content, manifest } = await loadManifest(part, signal);
  if (manifest.kind === 'index') return manifest.manifests;
  const { images } = await inspectImage(part, signal);
  return [{ ...descriptorOf(content), platform: images[0]?.platform }];
}

function refuseRepeated(manifests: readonly Descriptor[]): void {
  const seen = new Set<string>();
  for (const { platform } of manifests) {
    if (platform === undefined || platform.os === 'unknown') continue;
    const name = formatPlatform(platform);
    if (seen.has(name)) {
      throw new ImageBuildError('image-platform-twice', `Two of the images are for ${name}`, {
        hint: 'An index has one image for each platform: leave one out.',
      });
    }
    seen.add(name);
  }
}
