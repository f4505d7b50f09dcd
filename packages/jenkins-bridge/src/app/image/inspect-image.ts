import { mapConcurrently } from '@towline/shared/async';
import type { Digest, Platform } from '@towline/shared/image';
import type { Descriptor, ImageReader, ManifestContent, ManifestName } from '@towline/shared/ports';
import { ImageBuildError } from '../../core/image/image-build-error.js';
import type { ImageConfig } from '../../core/image/image-config.js';
import { isImageConfigType } from '../../core/image/media-types.js';
import { type ReadManifest, readImageConfig, readManifest } from '../../core/image/read-image.js';
import { collectBytes } from './collect-bytes.js';

/** An image to look at. */
export interface ImageLook {
  readonly from: ImageReader;
  readonly name: ManifestName;
  /** For messages. */
  readonly called: string;
}

/** One image of one platform. */
export interface InspectedImage {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly platform?: Platform | undefined;
  /** Undefined where it is no image, such as a chart or a signature. */
  readonly config?: ImageConfig | undefined;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** What is under a name. */
export interface InspectedRoot {
  readonly digest: Digest;
  readonly mediaType: string;
  /** Several where it is an index. */
  readonly images: readonly InspectedImage[];
  readonly annotations: Readonly<Record<string, string>>;
}

const concurrency = 8;

/** Reads the manifests and configs of an image, and none of its layers. */
export async function inspectImage(look: ImageLook, signal: AbortSignal): Promise<InspectedRoot> {
  const { content, manifest } = await loadManifest(look, signal);
  const { digest, mediaType } = content;
  if (manifest.kind === 'image') {
    const image = await inspectOne(look, { content, manifest }, signal);
    return { digest, mediaType, images: [image], annotations: manifest.annotations };
  }
  const images = await mapConcurrently(manifest.manifests, { concurrency, signal }, async (child, inner) => {
    const name = { kind: 'digest', digest: child.digest } as const;
    const loaded = await loadManifest({ ...look, name }, inner);
    const image = await inspectOne(look, loaded, inner);
    return { ...image, platform: child.platform ?? image.platform };
  });
  return { digest, mediaType, images, annotations: manifest.annotations };
}

/** Reads one manifest. Throws `image-not-found` where there is none of that name. */
export async function loadManifest(
  { from, name, called }: ImageLook,
  signal: AbortSignal,
): Promise<{ readonly content: ManifestContent; readonly manifest: ReadManifest }> {
  const content = await from.readManifest(name, signal);
  if (content !== undefined) return { content, manifest: readManifest(content) };
  const what = name.kind === 'digest' && !called.includes(name.digest) ? `${called} (${name.digest})` : called;
  throw new ImageBuildError('image-not-found', `There is no image ${what}`, {
    hint: 'Check its spelling; an image that was built here is found under the very name that -t gave it.',
  });
}

async function inspectOne(
  { from }: ImageLook,
  { content, manifest }: { readonly content: ManifestContent; readonly manifest: ReadManifest },
  signal: AbortSignal,
): Promise<InspectedImage> {
  const { digest, mediaType } = content;
  if (manifest.kind === 'index') return { digest, mediaType, layers: [], annotations: manifest.annotations };
  const { layers, annotations } = manifest;
  if (!isImageConfigType(manifest.config.mediaType)) return { digest, mediaType, layers, annotations };
  const bytes = await collectBytes(from.readBlob(manifest.config, { signal }));
  const config = readImageConfig(bytes, manifest.config.digest);
  return { digest, mediaType, platform: config.platform, config, layers, annotations };
}
