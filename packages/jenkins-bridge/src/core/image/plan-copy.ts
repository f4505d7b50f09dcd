import { matchesGlob, parseGlob } from '@towline/shared/policy';
import { invalidAt } from '../dockerfile/dockerfile-error.js';
import { ignoreRules } from '../dockerfile/ignore.js';
import type { CopyStep } from './build-step.js';
import { readModeChange } from './file-mode.js';
import {
  byPath,
  type FileNode,
  type FileTree,
  type LayerEntry,
  nodeAt,
  pathsBelow,
  resolveInTree,
} from './file-tree.js';
import { ImageBuildError } from './image-build-error.js';
import { baseName, joinPath, parentPath, treePath } from './image-path.js';
import type { Owner } from './owner.js';

/** What a copy is planned with. */
export interface CopyInputs {
  readonly step: CopyStep;
  /** What it copies, in the order in which it is written. */
  readonly sources: readonly FoundSource[];
  /** What it copies onto: links in it are followed. */
  readonly target: FileTree;
  /** Whom everything shall belong to; whom it belongs to already where absent. */
  readonly owner?: Owner | undefined;
  /** No file is newer than this. Seconds since the epoch. */
  readonly latest: number;
}

/**
 * The files of the layer that a COPY makes, in their order. The content of a folder is copied, not the folder; a file goes into the
 * destination where that is a folder, and else becomes it. Folders that are not there are made. Throws where a source is missing and where a
 * file would replace a folder.
 */
export function planCopy(inputs: CopyInputs): readonly LayerEntry[] {
  const plan = new CopyPlan(inputs);
  const { step, sources } = inputs;
  const several = sources.length + step.inline.length > 1;
  for (const source of sources) plan.copy(source, several);
  for (const { name, content } of step.inline) plan.write(name, content, several);
  return plan.entries();
}

/** A source that was found. */
export interface FoundSource {
  readonly tree: FileTree;
  /** In the tree, links followed; empty for its root. */
  readonly path: string;
  /** Its name in the image, and with `--parents` the folders above it. */
  readonly written: string;
}

/** What one source of a copy means: itself, or all that it matches, which may be nothing. Throws where it names what is not there. */
export function findSources(tree: FileTree, source: string, step: CopyStep): readonly FoundSource[] {
  // `/./` in a source marks where the folders that are kept begin.
  const [pivot, ...after] = source.split('/./');
  const keptFrom = after.length > 0 && step.parents ? `${treePath(pivot ?? '')}/` : '';
  const written = treePath(source);
  const paths = /[*?[\\]/.test(written) ? matching(tree, written, step) : [written];
  return paths.map((path) => {
    const real = resolveInTree(tree, path);
    if (nodeAt(tree, real) === undefined) throw missing(source, step);
    return { tree, path: real, written: path.startsWith(keptFrom) ? path.slice(keptFrom.length) : path };
  });
}

function matching(tree: FileTree, pattern: string, { line }: CopyStep): readonly string[] {
  const glob = parseGlob(pattern);
  if (glob === undefined) throw invalidAt(line, `${JSON.stringify(pattern)} is no pattern of file names`);
  const found = [...tree.keys()].filter((path) => matchesGlob(glob, path)).sort(byPath);
  // A name that looks like a pattern is still a name.
  return found.length === 0 && tree.has(pattern) ? [pattern] : found;
}

function missing(source: string, { line, from }: CopyStep): ImageBuildError {
  const where = from === undefined ? 'the build context' : from.kind === 'image' ? from.reference : 'the stage';
  const hint =
    from === undefined
      ? 'Paths begin at the build context, which nothing outside of belongs to; a line of .dockerignore may leave it out.'
      : 'Paths begin at the root of the image.';
  return new ImageBuildError('image-source-missing', `line ${line}: ${source} is not in ${where}`, { hint });
}

class CopyPlan {
  readonly #inputs: CopyInputs;
  readonly #entries = new Map<string, FileNode>();
  readonly #destination: string;
  readonly #mode;

  constructor(inputs: CopyInputs) {
    const { step, target } = inputs;
    this.#inputs = inputs;
    this.#destination = resolveInTree(target, step.destination);
    this.#mode = step.chmod === undefined ? undefined : readModeChange(step.chmod);
    if (step.chmod !== undefined && this.#mode === undefined) {
      throw invalidAt(step.line, `--chmod=${step.chmod} is no mode`, 'Write it as 755 or u=rwX,go=rX.');
    }
  }

  entries(): readonly LayerEntry[] {
    return [...this.#entries].map(([path, node]) => ({ path, ...node })).sort((a, b) => byPath(a.path, b.path));
  }

  copy({ tree, path, written }: FoundSource, several: boolean): void {
    const { step } = this.#inputs;
    const node = nodeAt(tree, path);
    if (node === undefined) return;
    const keptFolder = step.parents ? parentPath(written) : '';
    const into = joinPath(this.#destination, keptFolder);
    if (node.kind === 'directory') {
      const folder = step.parents ? joinPath(this.#destination, written) : into;
      this.#copyFolder(tree, path, folder);
      return;
    }
    const rules = ignoreRules(step.exclude);
    if (rules.ignores(baseName(path))) return;
    const becomes = several || step.parents || this.#isFolder() ? joinPath(into, baseName(written)) : this.#destination;
    this.#put(becomes, this.#dressed(node));
  }

  /** A file whose content stands in the Dockerfile. */
  write(name: string, text: string, several: boolean): void {
    const size = new TextEncoder().encode(text).length;
    const content = { kind: 'text', text } as const;
    const node = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: this.#inputs.latest, size, content } as const;
    const path = several || this.#isFolder() ? joinPath(this.#destination, baseName(name)) : this.#destination;
    this.#put(path, this.#dressed(node));
  }

  #isFolder(): boolean {
    return this.#inputs.step.intoFolder || this.#nodeAt(this.#destination)?.kind === 'directory';
  }

  #copyFolder(source: FileTree, folder: string, destination: string): void {
    const { step } = this.#inputs;
    const rules = ignoreRules(step.exclude);
    const root = nodeAt(source, folder);
    const there = this.#nodeAt(destination);
    if (there === undefined && root !== undefined) this.#put(destination, this.#dressed(root));
    if (there !== undefined && there.kind !== 'directory') throw this.#conflict(destination, 'is no folder');
    for (const path of pathsBelow(source, folder)) {
      const relative = folder === '' ? path : path.slice(folder.length + 1);
      const node = source.get(path);
      if (node !== undefined && !rules.ignores(relative))
        this.#put(joinPath(destination, relative), this.#dressed(node));
    }
  }

  #dressed(node: FileNode): FileNode {
    const { owner, latest } = this.#inputs;
    const change = node.kind === 'symlink' ? undefined : this.#mode;
    return {
      ...node,
      ...owner,
      mtime: Math.min(node.mtime, latest),
      mode: change === undefined ? node.mode : change(node.mode, node.kind === 'directory' ? 'directory' : 'other'),
    };
  }

  #put(path: string, node: FileNode): void {
    if (path === '') return;
    this.#makeFolders(parentPath(path));
    const there = this.#nodeAt(path);
    if (there?.kind === 'directory' && node.kind !== 'directory') throw this.#conflict(path, 'is a folder');
    if (there !== undefined && there.kind !== 'directory' && node.kind === 'directory') {
      throw this.#conflict(path, 'is no folder');
    }
    this.#entries.set(path, node);
  }

  #makeFolders(folder: string): void {
    if (folder === '') return;
    const there = this.#nodeAt(folder);
    if (there?.kind === 'directory') return;
    if (there !== undefined) throw this.#conflict(folder, 'is no folder');
    this.#makeFolders(parentPath(folder));
    const { owner = { uid: 0, gid: 0 }, latest } = this.#inputs;
    this.#entries.set(folder, { kind: 'directory', mode: 0o755, ...owner, mtime: latest, size: 0 });
  }

  #nodeAt(path: string): FileNode | undefined {
    return this.#entries.get(path) ?? nodeAt(this.#inputs.target, path);
  }

  #conflict(path: string, what: string): ImageBuildError {
    const { line } = this.#inputs.step;
    return new ImageBuildError('image-copy-conflict', `line ${line}: /${path} ${what}, and cannot be replaced`, {
      hint: 'Copy to another path; where it is a symbolic link, copy to where it leads.',
    });
  }
}
