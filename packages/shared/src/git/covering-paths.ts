/**
 * These paths or, where they are more than `atMost`, folders that they are all in: each path gives way to its folder until few enough are left.
 * None where only the whole tree covers them. Git holds each entry of a folder against each path that it is asked for, so that a thousand paths
 * in one folder are a million comparisons a commit.
 */
export function coveringPaths(paths: readonly string[], atMost: number): readonly string[] {
  let cover = [...new Set(paths)];
  while (cover.length > atMost) {
    const folders = new Set(cover.map(folderOf));
    if (folders.has('')) return [];
    cover = [...folders];
  }
  return cover;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
