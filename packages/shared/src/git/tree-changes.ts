import type { CommitRequest, FileChange, TreeEntry } from '../ports/index.js';
import { GitError } from './git-error.js';
import { checkTreePath, foldersAbove } from './tree-path.js';

/** A change that is known to fit the tree, with the mode that the file will have. */
export type ResolvedChange =
  | { readonly kind: 'write'; readonly path: string; readonly content: Uint8Array; readonly mode: '100644' | '100755' }
  | { readonly kind: 'delete'; readonly path: string };

/** A commit whose changes are known to fit. */
export interface ResolvedCommit extends Omit<CommitRequest, 'changes'> {
  readonly changes: readonly ResolvedChange[];
}

/**
 * Fits the commits to the tree they start from: a file that is overwritten keeps its mode unless told otherwise, deleting what is not
 * there is no change. Throws `git-path` where a path leaves the tree, or where a folder, a symbolic link or a submodule is in its way.
 */
export function resolveCommits(
  entries: readonly TreeEntry[],
  commits: readonly CommitRequest[],
): readonly ResolvedCommit[] {
  const tree = new Map<string, TreeEntry['kind']>(entries.map(({ path, kind }) => [path, kind]));
  return commits.map((commit) => ({
    ...commit,
    changes: commit.changes.flatMap((change) => resolveChange(tree, change) ?? []),
  }));
}

function resolveChange(tree: Map<string, TreeEntry['kind']>, change: FileChange): ResolvedChange | undefined {
  const path = checkTreePath(change.path);
  const kind = tree.get(path);
  if (kind !== undefined && kind !== 'file' && kind !== 'executable') refuse(path, `it is a ${kind}`);
  if (change.kind === 'delete') {
    return tree.delete(path) ? { kind: 'delete', path } : undefined;
  }
  for (const folder of foldersAbove(path)) {
    const above = tree.get(folder) ?? 'folder';
    if (above !== 'folder') refuse(path, `${folder} is a ${above}`);
    tree.set(folder, 'folder');
  }
  const executable = change.executable ?? kind === 'executable';
  tree.set(path, executable ? 'executable' : 'file');
  return { kind: 'write', path, content: change.content, mode: executable ? '100755' : '100644' };
}

function refuse(path: string, why: string): never {
  throw new GitError('git-path', `${JSON.stringify(path)} cannot be written: ${why}`);
}
