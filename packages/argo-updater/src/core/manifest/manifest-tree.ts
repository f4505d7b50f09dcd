/** The names of all files of a repository at one commit. */
export interface ManifestTree {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The names of the files that stand directly in a folder; the root is `.`. */
  namesIn(folder: string): readonly string[];
}

/** A tree of these paths, which are from the root, without folders. One tree serves every Application of the repository. */
export function createManifestTree(paths: readonly string[]): ManifestTree {
  let all: ReadonlySet<string> | undefined;
  let folders: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    paths,
    has: (path) => {
      all ??= new Set(paths);
      return all.has(path);
    },
    namesIn: (folder) => {
      folders ??= byFolder(paths);
      return folders.get(folder) ?? [];
    },
  };
}

function byFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    const folder = slash === -1 ? '.' : path.slice(0, slash);
    const name = path.slice(slash + 1);
    const names = folders.get(folder);
    if (names) names.push(name);
    else folders.set(folder, [name]);
  }
  return folders;
}
