/** A repository of images: where it is and what it is called there, in canonical spelling (`docker.io` and `library/nginx` for `nginx`). */
export interface ImageRepository {
  /** Host of the registry, with its port where it has one. */
  readonly host: string;
  readonly path: string;
}

/** The name of a repository in canonical spelling, `docker.io/library/nginx`: what to use as a key and in messages. */
export function formatRepository({ host, path }: ImageRepository): string {
  return `${host}/${path}`;
}

/** Whether both are the same repository, however they were written. */
export function sameRepository(a: ImageRepository, b: ImageRepository): boolean {
  return a.host === b.host && a.path === b.path;
}
