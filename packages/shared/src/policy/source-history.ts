import { type GitSha, parseGitSha } from '../image/index.js';
import { mainlineRanks } from './mainline-ranks.js';
import type { SourceBranch } from './source-branch.js';

/** Where a commit stands on a branch: the greater the rank, the newer. Unequal for any two commits. */
export interface CommitPlace {
  readonly kind: 'commit';
  readonly sha: GitSha;
  readonly rank: number;
}

/** What a commit id, full or short, means on a branch. */
export type CommitLookup = CommitPlace | { readonly kind: 'not-on-branch' } | { readonly kind: 'ambiguous' };

/** The commits of a branch in their order, made once for all images that are built from it. */
export interface SourceHistory {
  readonly branch: string;
  find(id: string): CommitLookup;
}

/** Puts the commits of a branch in order. A commit that follows another one, by however many steps, always stands above it. */
export function indexHistory({ name, commits }: SourceBranch): SourceHistory {
  const ranks = mainlineRanks(commits);
  const places = new Map<string, CommitPlace>();
  commits.forEach(({ sha }, index) => {
    places.set(sha, { kind: 'commit', sha, rank: ranks[index] ?? 0 });
  });
  let sorted: readonly string[] | undefined;
  return {
    branch: name,
    find(id) {
      const text = id.toLowerCase();
      if (parseGitSha(text) !== undefined) return places.get(text) ?? notOnBranch;
      sorted ??= [...places.keys()].sort();
      return findShort(sorted, text, places);
    },
  };
}

const notOnBranch: CommitLookup = { kind: 'not-on-branch' };

function findShort(sorted: readonly string[], prefix: string, places: ReadonlyMap<string, CommitPlace>): CommitLookup {
  const first = lowerBound(sorted, prefix);
  const found = sorted[first];
  if (!found?.startsWith(prefix)) return notOnBranch;
  if (sorted[first + 1]?.startsWith(prefix)) return { kind: 'ambiguous' };
  return places.get(found) ?? notOnBranch;
}

/** The index of the first text that is not before `wanted`. */
function lowerBound(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
