import { parseGitSha } from './git-sha.js';

/** Names that are moved from image to image by convention, besides `latest` and short versions. */
const branchNames: ReadonlySet<string> = new Set(
  'main master trunk develop development dev staging stage production prod release stable edge nightly canary next'.split(
    ' ',
  ),
);
const fullVersion = /^v?\d+\.\d+\.\d+(?:[-+._].*)?$/i;
const shortVersion = /^v?\d+(?:\.\d+)?$/i;

/** How well a tag names one image for ever, best first. */
function rank(tag: string, branches: ReadonlySet<string>): number {
  if (parseGitSha(tag) !== undefined) return 0;
  if (branches.has(tag)) return 3;
  if (fullVersion.test(tag)) return 1;
  return isMovingTag(tag) ? 3 : 2;
}

/** Whether a tag is moved from image to image by convention: `latest`, the name of a usual branch, `1`, `1.2`. */
export function isMovingTag(tag: string): boolean {
  return tag === 'latest' || branchNames.has(tag) || shortVersion.test(tag);
}

/**
 * Orders tags of one image by how precisely they name it, the most precise first: a full commit id, a full version, any other name, and
 * last of all the names that move (`latest`, usual branch names, `1`, `1.2`, and `branches` where they are known); within each the longer name, `latest`
 * after all others. The rest is byte order, so that the answer never depends on the order of a listing.
 */
export function compareSpecificity(a: string, b: string, branches: ReadonlySet<string> = none): number {
  const latest = Number(a === 'latest') - Number(b === 'latest');
  if (latest !== 0) return latest;
  const byRank = rank(a, branches) - rank(b, branches);
  if (byRank !== 0) return byRank;
  if (a.length !== b.length) return b.length - a.length;
  return a < b ? -1 : Number(a > b);
}

const none: ReadonlySet<string> = new Set();
