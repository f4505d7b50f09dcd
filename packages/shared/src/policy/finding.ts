/** Something wrong with a policy. */
export interface Finding {
  /** Where: `order.constraint`, `ignoreTags[1]`. */
  readonly path: string;
  /** Completes the sentence that begins with the path. */
  readonly problem: string;
  /** Offset within the text at `path`. */
  readonly position?: number | undefined;
  readonly hint?: string | undefined;
}
