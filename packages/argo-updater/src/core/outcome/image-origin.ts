/** Where an image comes from, as far as its labels say. */
export interface ImageOrigin {
  /** The source commit. */
  readonly revision: string | undefined;
  /** The repository of that commit. */
  readonly source: string | undefined;
  readonly author: string | undefined;
}

const prefix = 'org.opencontainers.image.';

/** Reads the labels that OCI has for this. An empty one says nothing. */
export function originOf(labels: Readonly<Record<string, string>>): ImageOrigin {
  const of = (name: string): string | undefined => labels[`${prefix}${name}`]?.trim() || undefined;
  return { revision: of('revision'), source: of('source'), author: of('authors') };
}
