import type { GitSha } from '../image/index.js';

/** A commit and those it follows; the first parent is the branch that others were merged into. */
export interface BranchCommit {
  readonly sha: GitSha;
  readonly parents: readonly GitSha[];
}

/** The commits of a branch as they were fetched. */
export interface SourceBranch {
  readonly name: string;
  /** Everything that is reachable from the branch, the tip first and each commit before its parents. */
  readonly commits: readonly BranchCommit[];
}
