import { type Digest, type Platform, parseDigest } from '@towline/shared/image';
import type { Descriptor } from '@towline/shared/ports';
import type { BuildStep, CopyStep } from '../../core/image/build-step.js';
import {
  applyLayer,
  byPath,
  type FileTree,
  type LayerEntry,
  nodeAt,
  resolveInTree,
} from '../../core/image/file-tree.js';
import { ImageBuildError } from '../../core/image/image-build-error.js';
import type { HistoryEntry, ImageConfig } from '../../core/image/image-config.js';
import { baseName, parentPath } from '../../core/image/image-path.js';
import { needsOwnerFiles, type Owner, resolveOwner } from '../../core/image/owner.js';
import { type FoundSource, findSources, planCopy } from '../../core/image/plan-copy.js';
import type { StageSource } from '../../core/image/plan-stages.js';
import type { BuildContext, LayerBox } from './image-ports.js';

/** An image that another one begins with. */
export interface BaseImage {
  /** In canonical spelling, with its tag. */
  readonly name: string;
  /** Of the image for the platform. */
  readonly digest: Digest;
}

/** A stage as far as it has come: what its image would be now. */
export interface BuiltStage {
  readonly config: ImageConfig;
  readonly layers: readonly Descriptor[];
  /** The image that it began with, where that was one. */
  readonly base?: BaseImage | undefined;
  /** Its files; read from its layers when they are wanted first. */
  readonly tree: () => Promise<FileTree>;
}

/** What the steps of a stage work with. */
export interface StageWork {
  readonly context: BuildContext;
  readonly layers: LayerBox;
  /** The files of a stage or an image that is copied from. */
  readonly filesOf: (source: StageSource, platform: Platform) => Promise<FileTree>;
  /** No file is newer than this, and it is the time of every step. Seconds since the epoch. */
  readonly epoch: number;
  readonly onStep: (step: BuildStep, cached: boolean | undefined) => void;
  readonly signal: AbortSignal;
}

/** Carries out the steps of a stage on top of what it begins with. */
export async function buildStage(base: BuiltStage, steps: readonly BuildStep[], work: StageWork): Promise<BuiltStage> {
  let built = base;
  for (const step of steps) {
    work.signal.throwIfAborted();
    const entries = await entriesOf(step, built, work);
    built = entries.length === 0 ? withHistory(built, step, work) : await withLayer(built, { step, entries }, work);
  }
  return built;
}

/** The config of an image whose layers were made elsewhere, with its files read when they are wanted. */
export function stageOnLayers(
  config: ImageConfig,
  layers: readonly Descriptor[],
  work: Pick<StageWork, 'layers' | 'signal'>,
): BuiltStage {
  let tree: Promise<FileTree> | undefined;
  const read = async () => {
    let result: FileTree = new Map();
    for (const [index, layer] of layers.entries()) {
      result = applyLayer(result, await work.layers.read(layer, config.diffIds[index], work.signal));
    }
    return result;
  };
  return {
    config,
    layers,
    tree() {
      tree ??= read();
      return tree;
    },
  };
}

async function entriesOf(step: BuildStep, built: BuiltStage, work: StageWork): Promise<readonly LayerEntry[]> {
  if (step.kind === 'config') return [];
  return step.kind === 'workdir' ? folderEntries(step.path, built, work) : copyEntries(step, built, work);
}

function withHistory(built: BuiltStage, step: BuildStep, work: StageWork): BuiltStage {
  work.onStep(step, undefined);
  const { config } = built;
  return { ...built, config: { ...config, history: [...config.history, historyEntry(step, work, true)] } };
}

async function withLayer(
  built: BuiltStage,
  { step, entries }: { readonly step: BuildStep; readonly entries: readonly LayerEntry[] },
  work: StageWork,
): Promise<BuiltStage> {
  const { descriptor, diffId, cached } = await work.layers.write(entries, work.signal);
  work.onStep(step, cached);
  const { config, layers } = built;
  const history = [...config.history, historyEntry(step, work, false)];
  const next = { ...config, diffIds: [...config.diffIds, diffId], history };
  let tree: Promise<FileTree> | undefined;
  const grow = async () => {
    const below = await built.tree();
    return applyLayer(below, await work.layers.read(descriptor, diffId, work.signal));
  };
  return {
    ...built,
    config: next,
    layers: [...layers, descriptor],
    tree() {
      tree ??= grow();
      return tree;
    },
  };
}

function historyEntry(step: BuildStep, { epoch }: StageWork, empty: boolean): HistoryEntry {
  return {
    created: new Date(epoch * 1_000).toISOString(),
    created_by: step.createdBy,
    comment: 'towline',
    ...(empty ? { empty_layer: true } : {}),
  };
}

/** WORKDIR makes its folder where there is none. */
async function folderEntries(path: string, built: BuiltStage, { epoch }: StageWork): Promise<readonly LayerEntry[]> {
  const tree = await built.tree();
  const entries: LayerEntry[] = [];
  for (let folder = resolveInTree(tree, path); nodeAt(tree, folder) === undefined; folder = parentPath(folder)) {
    entries.push({ path: folder, kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: epoch, size: 0 });
  }
  return entries.sort((a, b) => byPath(a.path, b.path));
}

async function copyEntries(step: CopyStep, built: BuiltStage, work: StageWork): Promise<readonly LayerEntry[]> {
  const target: FileTree = step.link ? new Map() : await built.tree();
  const owner = step.chown === undefined ? undefined : await ownerOf(step.chown, { step, built, work });
  const sources = await sourcesOf(step, built, work);
  return planCopy({ step, sources, target, owner, latest: work.epoch });
}

interface OwnerQuestion {
  readonly step: CopyStep;
  readonly built: BuiltStage;
  readonly work: StageWork;
}

async function ownerOf(chown: string, { step, built, work }: OwnerQuestion): Promise<Owner> {
  if (!needsOwnerFiles(chown)) return resolveOwner(chown, { passwd: '', group: '' }, step.line);
  const tree = await built.tree();
  const read = async (path: string) => {
    const content = tree.get(resolveInTree(tree, path))?.content;
    return content === undefined ? '' : work.layers.readText(content, work.signal);
  };
  return resolveOwner(chown, { passwd: await read('etc/passwd'), group: await read('etc/group') }, step.line);
}

async function sourcesOf(step: CopyStep, built: BuiltStage, work: StageWork): Promise<readonly FoundSource[]> {
  const { from } = step;
  if (step.sources.length === 0) return [];
  const tree =
    from === undefined ? await work.context.tree(work.signal) : await work.filesOf(from, built.config.platform);
  const found: FoundSource[] = [];
  for (const source of step.sources) {
    const isAdd = step.createdBy.startsWith('ADD');
    if (isAdd && isRemote(source)) found.push(await downloaded(source, step, work));
    else for (const each of findSources(tree, source, step)) found.push(await unpacked(each, step, work));
  }
  return found;
}

function isRemote(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\//.test(source) || /^git@[^:]+:/.test(source);
}

async function unpacked(source: FoundSource, step: CopyStep, work: StageWork): Promise<FoundSource> {
  const content = step.unpack ? nodeAt(source.tree, source.path)?.content : undefined;
  const inside = content && (await work.context.unpack(content, work.signal));
  return inside === undefined ? source : { tree: inside, path: '', written: '' };
}

/** What is downloaded must be said to the byte: an image that depends on the day is no image of a commit. */
async function downloaded(url: string, step: CopyStep, work: StageWork): Promise<FoundSource> {
  const checksum = parseDigest(step.checksum ?? '');
  if (!/^https?:/.test(url) || /\.git(?:#.*)?$/.test(url)) {
    throw refused(
      `line ${step.line}: ADD of a Git repository is not done`,
      'Check it out before the build, and COPY it.',
    );
  }
  if (checksum === undefined || !checksum.startsWith('sha256:')) {
    const hint = 'Give --checksum=sha256:… of the file, so that it is the same on every day.';
    throw refused(`line ${step.line}: ADD of a URL wants a checksum`, hint);
  }
  const name = baseName(new URL(url).pathname);
  if (name === '')
    throw refused(`line ${step.line}: ${url} names no file`, 'Download it before the build, and COPY it.');
  return asFile(name, await work.context.download(url, checksum, work.signal), work.epoch);
}

function asFile(
  name: string,
  { content, size }: Awaited<ReturnType<BuildContext['download']>>,
  mtime: number,
): FoundSource {
  const node = { kind: 'file', mode: 0o600, uid: 0, gid: 0, mtime, size, content } as const;
  return { tree: new Map([[name, node]]), path: name, written: name };
}

function refused(message: string, hint: string): ImageBuildError {
  return new ImageBuildError('image-add-refused', message, { hint });
}
