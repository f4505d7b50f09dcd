/** What became of the build of a commit. */
export interface BuildEnd {
  readonly result: 'SUCCESS' | 'FAILURE';
  /** What the build wrote, the last of it. */
  readonly log: string;
}

/** What builds commits. */
export interface Pipeline {
  /** Waits for the end of the build of a commit. */
  ended(commit: string): Promise<BuildEnd>;
}
