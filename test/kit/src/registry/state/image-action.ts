/** Something that happened to an image: one for each tag that was pushed or deleted. */
export interface ImageAction {
  readonly action: 'PUSH' | 'DELETE';
  readonly repository: string;
  readonly digest: string;
  /** Undefined where an image was pushed by digest, or deleted without ever having had a tag. */
  readonly tag: string | undefined;
  readonly mediaType: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}
