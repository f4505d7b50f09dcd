import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorMessage } from '@towline/shared/errors';
import type { IgnoreRules } from '../../../core/dockerfile/ignore.js';
import type { FileKind, FileNode, FileTree } from '../../../core/image/file-tree.js';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import { joinPath } from '../../../core/image/image-path.js';

const maxFiles = 2_000_000;

/** Everything in a folder that the rules do not leave out. Files belong to root; links are not followed. */
export async function readContextTree(folder: string, rules: IgnoreRules, signal?: AbortSignal): Promise<FileTree> {
  const tree = new Map<string, FileNode>();
  const visit = async (path: string): Promise<void> => {
    signal?.throwIfAborted();
    const names = (await readable(folder, () => readdir(join(folder, path)))).sort();
    for (const name of names) {
      const here = joinPath(path, name);
      const node = await readNode(folder, here);
      if (node === undefined) continue;
      const ignored = rules.ignores(here);
      if (!ignored) tree.set(here, node);
      if (tree.size > maxFiles) {
        throw new ImageBuildError('image-file-unreadable', `${folder} has more than ${maxFiles} files`, {
          hint: 'Leave out what the image does not need by .dockerignore.',
        });
      }
      if (node.kind === 'directory' && (!ignored || rules.mayContain(here))) await visit(here);
    }
  };
  await visit('');
  return withFolders(tree);
}

/** Opens a file of the context; a link is not followed, also where it has taken the place of a file. */
export async function* openContextFile(folder: string, path: string): AsyncGenerator<Uint8Array, void> {
  const file = await readable(folder, () => open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW));
  try {
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 })) yield chunk;
  } finally {
    await file.close();
  }
}

async function readNode(folder: string, path: string): Promise<FileNode | undefined> {
  const full = join(folder, path);
  const stats = await readable(folder, () => lstat(full));
  const kind = kindOf(stats);
  if (kind === undefined) return undefined;
  return {
    kind,
    mode: kind === 'symlink' ? 0o777 : stats.mode & 0o7777,
    uid: 0,
    gid: 0,
    mtime: Math.max(0, Math.floor(stats.mtimeMs / 1_000)),
    size: kind === 'file' ? stats.size : 0,
    ...(kind === 'file' ? { content: { kind: 'context', path } as const } : {}),
    ...(kind === 'symlink' ? { target: await readable(folder, () => readlink(full)) } : {}),
  };
}

/** Sockets and devices are no content. */
function kindOf(stats: Awaited<ReturnType<typeof lstat>>): FileKind | undefined {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  return stats.isFIFO() ? 'fifo' : undefined;
}

/** A file that is in by exception has its folders with it. */
function withFolders(tree: Map<string, FileNode>): FileTree {
  for (const path of [...tree.keys()]) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (tree.has(folder)) break;
      tree.set(folder, { kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: 0, size: 0 });
    }
  }
  return tree;
}

async function readable<Result>(folder: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    const message = `The build context ${folder} cannot be read: ${errorMessage(cause)}`;
    throw new ImageBuildError('image-file-unreadable', message, { cause });
  }
}
