import type { PassCause } from './ports.js';

/** What is remembered of the listings of a repository. */
export interface RepositoryPoll {
  cause: PassCause;
  /** Tags that news told of and that were not listed yet. */
  readonly expected: Set<string>;
  /** Listings in a row that lacked them. */
  late: number;
  /** Listings in a row that failed. */
  failures: number;
  /** Whether it is listed now. */
  running: boolean;
  /** Whether news came while it was listed, which that listing may not know. */
  again: boolean;
}
