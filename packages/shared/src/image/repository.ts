/** A repository of images: where it is and what it is called there, in canonical spelling (`docker.io` and `library/nginx` for `nginx`). */
export interface ImageRepository {
  /** Host of the registry, with its port where it has one. */
  readonly host: string;
  readonly path: string;
}
