/** Why a value must not be written, although a policy chooses it. */
export type Hold =
  /** Somebody put a site that we had moved back: `value`, which we had written, waits for something newer. */
  | {
      readonly kind: 'revert';
      readonly commit: string;
      readonly author: string;
      /** The tag that was taken back, or the digest where a digest was. */
      readonly value: string;
    }
  /** A person said so. */
  | {
      readonly kind: 'manual';
      /** The tags that wait, or everything. */
      readonly tags: 'all' | readonly string[];
      /** Milliseconds since the epoch; for ever where absent. */
      readonly until?: number | undefined;
      readonly reason: string;
    };

/** The holds of an image, and what a person let go of them. */
export interface Holds {
  readonly holds: readonly Hold[];
  /** Tags or digests that are written although somebody took them back. What a person holds stays held. */
  readonly released: readonly string[];
}

/** Nothing is held. */
export const noHolds: Holds = { holds: [], released: [] };
