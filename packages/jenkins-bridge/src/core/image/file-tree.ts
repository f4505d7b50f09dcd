import type { Digest } from '@towline/shared/image';
import { ImageBuildError } from './image-build-error.js';
import { joinPath, parentPath, pathNames } from './image-path.js';

/** Where the bytes of a file are. */
export type FileContent =
  /** A file of the build context, by its path there. */
  | { readonly kind: 'context'; readonly path: string }
  /** A file in a layer, by its path there. */
  | { readonly kind: 'layer'; readonly layer: Digest; readonly path: string; readonly digest: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A file that was downloaded or unpacked for this build, by its digest. */
  | { readonly kind: 'spooled'; readonly digest: Digest };

/** What a file is. */
export type FileKind = 'file' | 'directory' | 'symlink' | 'fifo' | 'character-device' | 'block-device';

/** A file, a folder or a link, as a layer has it. */
export interface FileNode {
  readonly kind: FileKind;
  /** Permissions with the set-id and sticky bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  /** 0 where it is no file. */
  readonly size: number;
  /** Of a file. */
  readonly content?: FileContent | undefined;
  /** Of a symbolic link, as it is written. */
  readonly target?: string | undefined;
  /** Of a device. */
  readonly device?: readonly [major: number, minor: number] | undefined;
}

/** A file of a layer, and where it is: `usr/bin/app`. */
export interface LayerEntry extends FileNode {
  readonly path: string;
}

/** Every file of an image or a context by its path; the root, whose path is empty, is not in it. */
export type FileTree = ReadonlyMap<string, FileNode>;

/** One thing that a layer says of the files below it. */
export type LayerChange =
  | { readonly kind: 'put'; readonly entry: LayerEntry }
  /** A second name of the file at `target`. */
  | { readonly kind: 'hard-link'; readonly path: string; readonly target: string }
  /** The path and all below it is gone. */
  | { readonly kind: 'remove'; readonly path: string }
  /** All that lower layers have in this folder is gone. */
  | { readonly kind: 'clear'; readonly path: string };

const maxLinks = 40;

/** The tree with a layer on top of it. Removals are of what is below, wherever they stand in the layer. */
export function applyLayer(tree: FileTree, changes: readonly LayerChange[]): FileTree {
  const result = new Map(tree);
  const folders = changes.flatMap((change) => (change.kind === 'clear' ? [change.path] : []));
  const removed = new Set(changes.flatMap((change) => (change.kind === 'remove' ? [change.path] : [])));
  if (folders.length > 0 || removed.size > 0) removeFrom(result, new Set(folders), removed);
  for (const change of changes) {
    if (change.kind === 'put') put(result, change.entry);
    if (change.kind !== 'hard-link') continue;
    const node = result.get(change.target);
    if (node !== undefined) put(result, { ...node, path: change.path });
  }
  return result;
}

function removeFrom(tree: Map<string, FileNode>, cleared: ReadonlySet<string>, removed: ReadonlySet<string>): void {
  for (const path of [...tree.keys()]) {
    let above = path;
    while (above !== '') {
      const folder = parentPath(above);
      if (removed.has(above) || cleared.has(folder)) {
        tree.delete(path);
        break;
      }
      above = folder;
    }
  }
}

function put(tree: Map<string, FileNode>, { path, ...node }: LayerEntry): void {
  const before = tree.get(path);
  if (before?.kind === 'directory' && node.kind !== 'directory') {
    for (const below of pathsBelow(tree, path)) tree.delete(below);
  }
  tree.set(path, node);
}

/** The paths below a folder, folders before what is in them. */
export function pathsBelow(tree: FileTree, folder: string): readonly string[] {
  if (folder === '') return [...tree.keys()].sort(byPath);
  const prefix = `${folder}/`;
  return [...tree.keys()].filter((path) => path.startsWith(prefix)).sort(byPath);
}

/** The order of paths in a layer: the same on every machine, folders before what is in them. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Where a path really is: symbolic links followed, from the root of the tree and never out of it, the last one only where `followLast` says
 * so. What does not exist is as it is written.
 */
export function resolveInTree(tree: FileTree, path: string, followLast = true): string {
  let names = [...pathNames(path)];
  let resolved = '';
  for (let links = 0; names.length > 0; ) {
    const [name = '', ...rest] = names;
    if (name === '..') {
      resolved = parentPath(resolved);
      names = rest;
      continue;
    }
    const here = joinPath(resolved, name);
    const node = tree.get(here);
    names = rest;
    if (node?.kind !== 'symlink' || node.target === undefined || (rest.length === 0 && !followLast)) {
      resolved = here;
      continue;
    }
    links += 1;
    if (links > maxLinks) throw new ImageBuildError('image-copy-conflict', `/${path} is a symbolic link without end`);
    if (node.target.startsWith('/')) resolved = '';
    // `..` counts from where the link is, and that is known only now.
    names = [...node.target.split('/').filter((each) => each !== '' && each !== '.'), ...rest];
  }
  return resolved;
}

/** What is at a path; a folder where it is the root. */
export function nodeAt(tree: FileTree, path: string): FileNode | undefined {
  return path === '' ? rootFolder : tree.get(path);
}

const rootFolder: FileNode = { kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: 0, size: 0 };
