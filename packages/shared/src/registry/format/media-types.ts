/** One image of one platform. */
export const imageManifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** Several images of several platforms. */
export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

/** What is accepted of a registry, most general first: some registries answer with the first that they can make. */
export const acceptedManifestTypes: readonly string[] = [...indexTypes, ...imageManifestTypes];

/** Config blobs that describe an image, as opposed to those of charts, signatures and other artifacts. */
export const imageConfigTypes: readonly string[] = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** Docker's first format, signed or not. Its digest does not cover what is sent, and it has no config blob. */
export const schema1Types: readonly string[] = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
];

/** The media type of a `Content-Type` header, without parameters. */
export function bareMediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}
