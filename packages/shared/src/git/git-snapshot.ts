import type { GitSha } from '../image/index.js';
import type { GitSnapshot, TreeEntry } from '../ports/index.js';
import type { ConversationOptions, Converse } from './conversation.js';
import { entriesBelow, isFile, parseTree } from './object-tree.js';
import { readObjects } from './read-objects.js';

/** A branch at a commit of the mirror. */
export interface SnapshotPlace {
  readonly branch: string;
  readonly commit: GitSha;
  /** Brings the commit again where the mirror had to be made anew. */
  readonly recover: ConversationOptions['recover'];
}

/** A snapshot whose tree is read from the mirror when it is first asked for. */
export function createSnapshot(converse: Converse, { branch, commit, recover }: SnapshotPlace): GitSnapshot {
  let tree: Promise<readonly TreeEntry[]> | undefined;
  const entries = (signal?: AbortSignal): Promise<readonly TreeEntry[]> => {
    tree ??= readTree(signal).catch((error: unknown) => {
      tree = undefined;
      throw error;
    });
    return tree;
  };
  const readTree = (signal?: AbortSignal): Promise<readonly TreeEntry[]> =>
    converse(
      async ({ local }) => {
        const args = ['ls-tree', '-r', '-t', '-z', '--full-tree', commit];
        return parseTree((await local.run({ args, signal })).stdout);
      },
      { signal, recover },
    );
  return {
    branch,
    commit,
    list: async (folder, { signal } = {}) => entriesBelow(await entries(signal), folder),
    async read(paths, { signal } = {}) {
      const wanted = new Set(paths);
      const files = (await entries(signal)).filter((entry) => wanted.has(entry.path) && isFile(entry));
      if (files.length === 0) return new Map();
      const ids = files.map(({ id }) => id);
      const contents = await converse((conversation) => readObjects(conversation, ids, signal), { signal, recover });
      return new Map(files.map(({ path, id }) => [path, contents.get(id) ?? new Uint8Array()]));
    },
  };
}

/** The snapshot of a repository that has no commit yet. */
export function emptySnapshot(branch: string): GitSnapshot {
  return { branch, commit: undefined, list: async () => [], read: async () => new Map() };
}
