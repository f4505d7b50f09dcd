import type { PullAllowance } from '../../core/live/least-interval.js';
import type { WorkOptions } from './run-work.js';

/** How the controller goes about it. It may change while it runs: it is asked for each time. */
export interface LiveOptions extends WorkOptions {
  /** How long after a listing a repository is listed again; 0 for never: then only news is looked at. */
  readonly intervalMs: number;
  /** How many more pulls the registry of a host allows, where it said so. */
  readonly allowanceOf?: ((host: string) => PullAllowance | undefined) | undefined;
  /** How long what is due waits for polls that are under way, so that it is written together. Default 2 s. */
  readonly settleMs?: number | undefined;
  /** Passes that run at a time. */
  readonly passes: number;
}

/** What may wait for others at most. */
export const usualSettleMs = 2_000;

/** Times and bounds that nobody has to set. */
export const liveBounds = {
  /** After a failed pass. */
  passBackoff: { firstMs: 5_000, mostMs: 600_000 },
  /** After a failed listing; never less than the interval. */
  listingBackoff: { firstMs: 15_000, mostMs: 600_000 },
  /** How much of an interval is left to chance, so that replicas and installations do not poll in step. */
  jitter: 0.1,
  /** News of a tag that the registry does not list yet: some registries list late. */
  lateListing: { times: 4, backoff: { firstMs: 1_000, mostMs: 8_000 } },
  /** News for a replica that does not answer. */
  handing: { times: 6, backoff: { firstMs: 500, mostMs: 8_000 } },
  /** Pieces of news that may wait. */
  news: 2_000,
  /** How long a push that is under way may take when the controller is to end. */
  graceMs: 20_000,
} as const;
