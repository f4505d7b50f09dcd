/** Why a value must not be written, although a policy chooses it. */
export type Hold = RevertHold | ManualHold;

/** Somebody set a place back: what had stood there waits for something newer, or for a release. */
export interface RevertHold {
  readonly kind: 'revert';
  readonly commit: string;
  readonly author: string;
  /** What was taken back: a tag, a digest, or both as `tag@digest`. */
  readonly value: string;
  /** What was put there in its place; undefined where the place was emptied. */
  readonly to: string | undefined;
  /** Whether that had stood there before, as after `git revert`; else somebody chose an older one by hand. */
  readonly returned: boolean;
}

/** A person said so. */
export interface ManualHold {
  readonly kind: 'manual';
  /** The tags or digests that wait, or everything. */
  readonly values: 'all' | readonly string[];
  /** Milliseconds since the epoch; until it is taken away where absent. */
  readonly until?: number | undefined;
  readonly reason: string;
}
