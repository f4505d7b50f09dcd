import type { BranchCommit } from './source-branch.js';

/**
 * A rank for each commit of a branch (the tip first, each before its parents): greater is newer, no two alike, and a commit is always above
 * those it follows.
 *
 * Ancestry alone leaves open how a commit of a merged branch compares with those that were on the main line meanwhile. It is placed right
 * above the commit of the main line that it was branched from: an image of it has nothing of what came to the main line after that.
 */
export function mainlineRanks(commits: readonly BranchCommit[]): readonly number[] {
  const bases = baseOnMainline(commits);
  const newestFirst = commits.map((_, index) => index);
  // Of one base, the order of the list already has children before parents.
  newestFirst.sort((a, b) => (bases[b] ?? 0) - (bases[a] ?? 0) || a - b);
  const ranks = new Array<number>(commits.length).fill(0);
  newestFirst.forEach((commit, position) => {
    ranks[commit] = commits.length - position;
  });
  return ranks;
}

/** For each commit how high on the main line the newest commit is that it contains; 0 where it contains none. */
function baseOnMainline(commits: readonly BranchCommit[]): readonly number[] {
  const indexes = new Map<string, number>(commits.map(({ sha }, index) => [sha, index]));
  const heights = mainlineHeights(commits, indexes);
  const bases = new Array<number>(commits.length).fill(0);
  for (let index = commits.length - 1; index >= 0; index -= 1) {
    let base = heights.get(index) ?? 0;
    for (const parent of commits[index]?.parents ?? []) base = Math.max(base, bases[indexes.get(parent) ?? index] ?? 0);
    bases[index] = base;
  }
  return bases;
}

/** The commits that are reached from the tip by first parents, by how far from their root they are, beginning with 1. */
function mainlineHeights(
  commits: readonly BranchCommit[],
  indexes: ReadonlyMap<string, number>,
): ReadonlyMap<number, number> {
  const line: number[] = [];
  for (let at = commits.length > 0 ? 0 : undefined; at !== undefined; ) {
    line.push(at);
    const parent = commits[at]?.parents[0];
    at = parent === undefined ? undefined : indexes.get(parent);
  }
  return new Map(line.map((index, fromTip) => [index, line.length - fromTip]));
}
