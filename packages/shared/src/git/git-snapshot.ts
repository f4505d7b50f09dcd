import type { GitSha } from '../image/index.js';
import type { GitSnapshot, TreeEntry } from '../ports/index.js';
import { entriesBelow, isFile } from './object-tree.js';

/** A branch at a commit, and how its tree and its files are brought. */
export interface SnapshotSource {
  readonly branch: string;
  readonly commit: GitSha;
  readTree(signal: AbortSignal | undefined): Promise<readonly TreeEntry[]>;
  readBlobs(ids: readonly string[], signal: AbortSignal | undefined): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** A snapshot whose tree is read when it is first asked for, once. */
export function createSnapshot(source: SnapshotSource): GitSnapshot {
  let tree: Promise<readonly TreeEntry[]> | undefined;
  const entries = (signal: AbortSignal | undefined): Promise<readonly TreeEntry[]> => {
    tree ??= source.readTree(signal).catch((error: unknown) => {
      tree = undefined;
      throw error;
    });
    return tree;
  };
  return {
    branch: source.branch,
    commit: source.commit,
    list: async (folder, { signal } = {}) => entriesBelow(await entries(signal), folder),
    async read(paths, { signal } = {}) {
      const wanted = new Set(paths);
      const files = (await entries(signal)).filter((entry) => wanted.has(entry.path) && isFile(entry));
      if (files.length === 0) return new Map();
      const contents = await source.readBlobs(
        files.map(({ id }) => id),
        signal,
      );
      return new Map(files.map(({ path, id }) => [path, contents.get(id) ?? new Uint8Array()]));
    },
  };
}

/** The snapshot of a repository that has no commit yet. */
export function emptySnapshot(branch: string): GitSnapshot {
  return { branch, commit: undefined, list: async () => [], read: async () => new Map() };
}
