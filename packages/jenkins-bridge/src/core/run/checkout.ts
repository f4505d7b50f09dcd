import type { GitSha } from '@towline/shared/image';
import type { BranchHistory } from '../publish/publication-plan.js';

/** What is built, as Git knows it. */
export interface SourceFacts {
  readonly sha: GitSha;
  /** Undefined where a commit is checked out and no branch. */
  readonly branch: string | undefined;
  readonly gitTag: string | undefined;
  /** Without a user or a password. Undefined where there is no remote. */
  readonly url: string | undefined;
  /** What `git describe --tags --always` says. */
  readonly describe: string;
  /** Seconds since the epoch. */
  readonly committedAt: number;
  /** Paths that differ from the commit that was built before, or from the parent. */
  readonly changedFiles: readonly string[];
  /** Files that differ from the commit: what is built is more than what its tag says. */
  readonly uncommitted: readonly string[];
}

/** A work tree that is built. */
export interface Checkout extends AsyncDisposable {
  readonly folder: string;
  readonly facts: SourceFacts;
  /** How the commit stands to a branch, after the branch was fetched anew. */
  history(branch: string, signal: AbortSignal): Promise<BranchHistory>;
  /** A text file of the work tree; undefined where there is none. */
  readText(path: string): Promise<string | undefined>;
}
