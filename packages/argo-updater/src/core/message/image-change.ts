/** A tag as messages show it: its digest where it has one, else its name. */
export interface TagChange {
  readonly name: string;
  readonly digest?: string | undefined;
}

/** What one image of an application goes from and to: the data of commit messages and branch names. */
export interface ImageChange {
  /** The image as its owners call it: without the registry's host and without a tag. */
  readonly name: string;
  /** Undefined where the image has none. */
  readonly alias?: string | undefined;
  readonly from: TagChange;
  readonly to: TagChange;
  /** Labels of the new image, as far as they were read. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** The tag as templates print it. */
export function tagText(tag: TagChange): string {
  return tag.digest || tag.name;
}
