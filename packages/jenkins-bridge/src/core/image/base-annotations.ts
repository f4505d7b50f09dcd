import { type Digest, type ImageRepository, readImageReference } from '@towline/shared/image';

const baseName = 'org.opencontainers.image.base.name';
const baseDigest = 'org.opencontainers.image.base.digest';

type Annotations = Readonly<Record<string, string>>;

/** What a manifest says of the image that it begins with. */
export function baseAnnotations(base: { readonly name: string; readonly digest: Digest } | undefined): Annotations {
  return base === undefined ? {} : { [baseName]: base.name, [baseDigest]: base.digest };
}

/** The repository of the base image, where it is another one of the same registry: its layers are there already. */
export function baseInSameRegistry(annotations: Annotations, target: ImageRepository): ImageRepository | undefined {
  const reading = readImageReference(annotations[baseName] ?? '');
  if (reading.kind !== 'reference') return undefined;
  const { host, path } = reading.reference;
  return host === target.host && path !== target.path ? { host, path } : undefined;
}
