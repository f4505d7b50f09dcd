import { digestOf } from './digest.js';
import { type Manifest, parseManifest } from './manifest.js';

/** One manifest of a repository. */
export interface ImageRecord {
  readonly digest: string;
  readonly mediaType: string;
  /** Milliseconds since the epoch. */
  readonly pushedAt: number;
  readonly bytes: Buffer;
  readonly manifest: Manifest;
}

/** The image that these bytes are. Throws `manifest-invalid` where they are none. */
export function imageRecord(image: Pick<ImageRecord, 'mediaType' | 'pushedAt' | 'bytes'>): ImageRecord {
  const { mediaType, pushedAt, bytes } = image;
  return { digest: digestOf(bytes), mediaType, pushedAt, bytes, manifest: parseManifest(bytes, mediaType) };
}

/** The size that ECR shows: the layers of an image, the bytes of an index. */
export function sizeOf({ manifest, bytes }: ImageRecord): number {
  return manifest.layers?.reduce((sum, layer) => sum + layer.size, 0) ?? bytes.length;
}

/** Digests of the blobs that must be there before the manifest. */
export function blobsOf({ manifest: { config, layers = [] } }: ImageRecord): readonly string[] {
  return [...(config === undefined ? [] : [config]), ...layers].map(({ digest }) => digest);
}

/** Digests of the manifests that an index lists. */
export function childrenOf({ manifest: { manifests = [] } }: ImageRecord): readonly string[] {
  return manifests.map(({ digest }) => digest);
}
