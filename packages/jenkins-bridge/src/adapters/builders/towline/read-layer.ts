import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { errorMessage } from '@towline/shared/errors';
import type { Digest } from '@towline/shared/image';
import { type Extract, extract, type Header } from 'tar-stream';
import type { FileKind, LayerChange, LayerEntry } from '../../../core/image/file-tree.js';
import { ImageBuildError, isImageBuildError } from '../../../core/image/image-build-error.js';
import { joinPath, parentPath } from '../../../core/image/image-path.js';
import { createMeter } from './blob-folder.js';
import { compressionOf, decompress } from './decompress.js';
import { drained, toError } from './drained.js';

/** A layer to read. */
export interface LayerSource {
  readonly digest: Digest;
  /** What programs see that undo its compression. */
  readonly environment: Readonly<Record<string, string>>;
  open(): AsyncIterable<Uint8Array>;
}

/** What a layer is, and what it says of the files below it. */
export interface ReadLayer {
  /** Digest before compression. */
  readonly diffId: Digest;
  readonly changes: readonly LayerChange[];
}

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';
const maxEntries = 5_000_000;

/** Goes through a layer once, and hashes each file. Throws `image-layer-invalid` for what is no archive, or reaches out of itself. */
export async function readLayer(source: LayerSource, signal?: AbortSignal): Promise<ReadLayer> {
  const changes: LayerChange[] = [];
  const diffId = await eachEntry(source, signal, async (header, content) => {
    const hash = createHash('sha256');
    for await (const chunk of content) hash.update(chunk);
    const change = toChange(header, source.digest, () => hash.digest('hex'));
    if (change !== undefined) changes.push(change);
    if (changes.length > maxEntries) throw invalid(source.digest, `has more than ${maxEntries} files`);
  });
  return { diffId, changes };
}

/** Files to take out of a layer. */
export interface Extraction {
  readonly paths: ReadonlySet<string>;
  /** Called for each, and twice for a path that occurs twice: the last one counts. */
  readonly take: (path: string, content: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** Goes through a layer and hands over its files at these paths. */
export async function extractFiles(
  source: LayerSource,
  { paths, take }: Extraction,
  signal?: AbortSignal,
): Promise<void> {
  await eachEntry(source, signal, async (header, content) => {
    const path = entryPath(header.name, source.digest);
    if (isFile(header) && paths.has(path)) await take(path, content);
  });
}

async function eachEntry(
  source: LayerSource,
  signal: AbortSignal | undefined,
  visit: (header: Header, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<Digest> {
  const meter = createMeter();
  const archive = extract();
  const { bytes, beginning } = await sniff(source.open());
  const { environment } = source;
  const plain = decompress(bytes, compressionOf(beginning), { environment, signal });
  const feeding = feed(pipeline(Readable.from(plain), meter.stream, nobody), archive, signal);
  // The loop below meets the same failure.
  feeding.catch(() => undefined);
  try {
    for await (const entry of archive) {
      await visit(entry.header, Readable.from(entry));
      // What nobody wanted to read must pass all the same.
      entry.resume();
    }
    await feeding;
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (isImageBuildError(error)) throw error;
    throw invalid(source.digest, `cannot be read: ${errorMessage(error)}`, error);
  }
  return meter.result().digest;
}

/** Whoever reads the last stage meets its failure. */
function nobody(): void {}

async function feed(bytes: Readable, archive: Extract, signal: AbortSignal | undefined): Promise<void> {
  try {
    for await (const chunk of bytes) {
      signal?.throwIfAborted();
      if (!archive.write(chunk)) await drained(archive);
      if (archive.destroyed) return;
    }
    archive.end(undefined);
  } catch (error) {
    archive.destroy(toError(error));
    throw error;
  }
}

/** Looks at the first bytes, and gives them back with the rest. */
export async function sniff(source: AsyncIterable<Uint8Array>): Promise<{
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly beginning: Uint8Array;
  /** For whoever does not read them to the end. */
  close(): Promise<void>;
}> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  while (size < 512) {
    const next = await iterator.next();
    if (next.done) break;
    held.push(next.value);
    size += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array, void> {
    try {
      yield* held;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  const beginning = Buffer.concat(held).subarray(0, 512);
  return { bytes: all(), beginning, close: async () => void (await iterator.return?.()) };
}

function toChange(header: Header, layer: Digest, digest: () => string): LayerChange | undefined {
  const path = entryPath(header.name, layer);
  if (path === '') return undefined;
  const folder = parentPath(path);
  const name = path.slice(folder === '' ? 0 : folder.length + 1);
  if (name === opaque) return { kind: 'clear', path: folder };
  // Other names that begin so are notes of a storage driver.
  if (name.startsWith('.wh..wh.')) return undefined;
  if (name.startsWith(whiteout)) return { kind: 'remove', path: joinPath(folder, name.slice(whiteout.length)) };
  if (header.type === 'link') return { kind: 'hard-link', path, target: entryPath(header.linkname ?? '', layer) };
  const kind = kindOf(header);
  if (kind === undefined) return undefined;
  const file = kind === 'file' ? { content: { kind: 'layer', layer, path, digest: digest() } as const } : {};
  const entry: LayerEntry = {
    path,
    kind,
    mode: (header.mode ?? 0o644) & 0o7777,
    uid: idOf(header, 'uid'),
    gid: idOf(header, 'gid'),
    mtime: Math.max(0, Math.floor((header.mtime?.getTime() ?? 0) / 1_000)),
    size: kind === 'file' ? (header.size ?? 0) : 0,
    ...file,
    ...(kind === 'symlink' ? { target: header.linkname ?? '' } : {}),
    ...(kind.endsWith('device') ? { device: [header.devmajor ?? 0, header.devminor ?? 0] as const } : {}),
  };
  return { kind: 'put', entry };
}

/** Ids that are too large for the old form are in an extended header. */
function idOf(header: Header, name: 'uid' | 'gid'): number {
  const { pax } = header;
  const text = typeof pax === 'object' && pax !== null && name in pax ? Reflect.get(pax, name) : undefined;
  const extended = typeof text === 'string' ? Number(text) : Number.NaN;
  return Number.isSafeInteger(extended) && extended >= 0 ? extended : (header[name] ?? 0);
}

function isFile({ type }: Header): boolean {
  return type === 'file' || type === 'contiguous-file';
}

function kindOf(header: Header): FileKind | undefined {
  if (isFile(header)) return header.name.endsWith('/') ? 'directory' : 'file';
  switch (header.type) {
    case 'directory':
    case 'symlink':
    case 'fifo':
    case 'character-device':
    case 'block-device':
      return header.type;
    default:
      return undefined;
  }
}

/** A path of an archive as the trees have it. One that leaves the archive is refused, also where it would come back. */
function entryPath(name: string, layer: Digest): string {
  const names = name.split('/').filter((each) => each !== '' && each !== '.');
  if (names.includes('..') || name.includes('\0')) throw invalid(layer, `has a file ${JSON.stringify(name)}`);
  return names.join('/');
}

function invalid(layer: Digest, what: string, cause?: unknown): ImageBuildError {
  return new ImageBuildError('image-layer-invalid', `The layer ${layer} ${what}`, { cause });
}
