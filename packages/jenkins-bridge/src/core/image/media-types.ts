/** The media types that are written. */
export const ociTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

const indexTypes: readonly string[] = [ociTypes.index, 'application/vnd.docker.distribution.manifest.list.v2+json'];
const manifestTypes: readonly string[] = [ociTypes.manifest, 'application/vnd.docker.distribution.manifest.v2+json'];
const configTypes: readonly string[] = [ociTypes.config, 'application/vnd.docker.container.image.v1+json'];

/** Whether this is a list of images. */
export function isIndexType(mediaType: string): boolean {
  return indexTypes.includes(mediaType);
}

/** Whether this is the manifest of one image. */
export function isManifestType(mediaType: string): boolean {
  return manifestTypes.includes(mediaType);
}

/** Whether this is the config of an image, and not that of a chart or a signature. */
export function isImageConfigType(mediaType: string): boolean {
  return configTypes.includes(mediaType);
}

/** How a layer is compressed; undefined where it is in no form that is read. */
export function layerCompression(mediaType: string): 'gzip' | 'none' | undefined {
  if (/\.tar(?:\.gzip|\+gzip)$/.test(mediaType)) return 'gzip';
  return /\.tar$/.test(mediaType) ? 'none' : undefined;
}
