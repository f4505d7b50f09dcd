import type { GitSha } from '@towline/shared/image';
import type { SourceBranch } from '@towline/shared/policy';
import type { BranchHistory } from '../publish/publication-plan.js';

/** How a commit stands to a branch whose commits are known. */
export function branchHistory(sha: GitSha, branch: SourceBranch | undefined): BranchHistory {
  if (branch === undefined) return { kind: 'unknown', why: 'not-fetched' };
  const descends = new Set<GitSha>([sha]);
  const newer: GitSha[] = [];
  let found = false;
  // Each commit stands before its parents: seen from the end, parents come first.
  for (const commit of [...branch.commits].reverse()) {
    if (commit.sha === sha) found = true;
    else if (commit.parents.some((parent) => descends.has(parent))) {
      descends.add(commit.sha);
      newer.push(commit.sha);
    }
  }
  return found ? { kind: 'on-branch', newer: newer.reverse() } : { kind: 'off-branch' };
}
