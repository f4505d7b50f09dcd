/** Why a value must not be written, although a policy chooses it. */
export type Hold =
  /** Somebody put a place that we had changed back: what we had written waits for something newer, or for a release. */
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
      /** The tags or digests that wait, or everything. */
      readonly values: 'all' | readonly string[];
      /** Milliseconds since the epoch; until it is taken away where absent. */
      readonly until?: number | undefined;
      readonly reason: string;
    };
