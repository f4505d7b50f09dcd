import { gzipSync } from 'node:zlib';
import { digestOf } from '../state/digest.js';
import { tar } from './tar.js';

/** An image to put together. The same recipe gives the same digests. */
export interface ImageRecipe {
  /** One gives an image, several an index of images, none an image for linux/amd64. `linux/arm/v7` is a platform. */
  readonly platforms?: readonly string[] | undefined;
  /** What the configs say of their build time: a time, nothing, or the time of that very platform. */
  readonly created?: string | Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Of the manifest, or of the index where there is one. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Content of the only layer, executable. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined;
  readonly entrypoint?: readonly string[] | undefined;
  readonly format?: 'oci' | 'docker' | undefined;
}

/** Bytes with their digest. */
export interface Content {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** An image ready to be pushed, in this order: blobs, children, and the root, which gets the tags. */
export interface BuiltImage {
  readonly blobs: readonly Content[];
  readonly children: readonly Content[];
  readonly root: Content;
}

const mediaTypes = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;

/** Puts an image together: one layer, a config and a manifest for each platform, an index over several. */
export function buildImage(recipe: ImageRecipe): BuiltImage {
  const types = mediaTypes[recipe.format ?? 'oci'];
  const { diffId, bytes } = recipe.files === undefined ? defaultLayer : layerOf(recipe.files);
  const layer = content(types.layer, bytes);
  const platforms = recipe.platforms ?? [];
  const images = (platforms.length === 0 ? ['linux/amd64'] : platforms).map((platform) => {
    const config = json(types.config, configOf(recipe, platform, diffId));
    const annotations = platforms.length > 1 ? undefined : recipe.annotations;
    const manifest = json(types.manifest, {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: descriptor(config),
      layers: [descriptor(layer)],
      annotations,
    });
    return { platform, config, manifest };
  });
  const blobs = [layer, ...images.map(({ config }) => config)];
  const [only] = images;
  if (only !== undefined && images.length === 1) return { blobs, children: [], root: only.manifest };
  const root = json(types.index, {
    schemaVersion: 2,
    mediaType: types.index,
    manifests: images.map(({ platform, manifest }) => ({ ...descriptor(manifest), platform: parse(platform) })),
    annotations: recipe.annotations,
  });
  return { blobs, children: images.map(({ manifest }) => manifest), root };
}

function layerOf(files: NonNullable<ImageRecipe['files']>) {
  const archive = tar(files);
  return { diffId: digestOf(archive), bytes: gzipSync(archive, { level: 9 }) };
}

/** Made once: benches seed a hundred thousand images. */
const defaultLayer = layerOf({ 'etc/towline': 'put together by the test kit\n' });

function configOf({ created, labels, entrypoint }: ImageRecipe, platform: string, diffId: string) {
  return {
    created: typeof created === 'object' ? created[platform] : created,
    ...parse(platform),
    config: { Labels: labels, Entrypoint: entrypoint },
    rootfs: { type: 'layers', diff_ids: [diffId] },
  };
}

function parse(platform: string) {
  const [os, architecture, variant] = platform.split('/');
  return { os, architecture, variant };
}

function json(mediaType: string, value: unknown): Content {
  return content(mediaType, Buffer.from(JSON.stringify(value)));
}

function content(mediaType: string, bytes: Buffer): Content {
  return { mediaType, digest: digestOf(bytes), bytes };
}

function descriptor({ mediaType, digest, bytes }: Content) {
  return { mediaType, digest, size: bytes.length };
}
