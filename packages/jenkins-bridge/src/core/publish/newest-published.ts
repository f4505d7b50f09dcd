import type { GitSha } from '@towline/shared/image';

/** The tag of the first of the commits that has one; undefined where none has. `commitOf` tells the beginning of a commit's id from a tag. */
export function newestPublished(
  newestFirst: readonly GitSha[],
  tags: Iterable<string>,
  commitOf: (tag: string) => string | undefined,
): string | undefined {
  const published = new Map<string, string>();
  for (const tag of tags) {
    const commit = commitOf(tag);
    if (commit !== undefined) published.set(commit, tag);
  }
  const lengths = new Set([...published.keys()].map((commit) => commit.length));
  for (const sha of newestFirst) {
    for (const length of lengths) {
      const found = published.get(sha.slice(0, length));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
