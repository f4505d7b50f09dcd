import type { Digest } from '@towline/shared/image';
import type { HttpClient } from '@towline/shared/ports';
import type { IgnoreRules } from '../../../core/dockerfile/ignore.js';
import { applyLayer, type FileContent, type FileTree } from '../../../core/image/file-tree.js';
import { ImageBuildError, isImageBuildError } from '../../../core/image/image-build-error.js';
import type { BlobFolder } from './blob-folder.js';
import { readContextTree } from './context-folder.js';
import { compressionOf, type Decompressing, decompress } from './decompress.js';
import { readLayer, sniff } from './read-layer.js';

/** What {@link createBuildContext} works with. */
export interface BuildContextOptions {
  readonly folder: string;
  readonly rules: IgnoreRules;
  readonly blobs: BlobFolder;
  readonly http: HttpClient;
  readonly openContent: (content: FileContent) => AsyncIterable<Uint8Array>;
  /** What programs see that unpack archives. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A build context in a folder, with what ADD brings from elsewhere. */
export function createBuildContext(options: BuildContextOptions) {
  const { folder, rules, blobs, http, openContent, environment } = options;
  let tree: Promise<FileTree> | undefined;
  return {
    tree(signal: AbortSignal): Promise<FileTree> {
      tree ??= readContextTree(folder, rules, signal);
      return tree;
    },
    async unpack(content: FileContent, signal: AbortSignal): Promise<FileTree | undefined> {
      if (!(await isArchive(openContent(content), { environment, signal }))) return undefined;
      const kept = await blobs.keep(openContent(content), undefined, signal);
      const { changes } = await readLayer({ digest: kept.digest, environment, open: () => blobs.read(kept) }, signal);
      return applyLayer(new Map(), changes);
    },
    async download(url: string, checksum: Digest, signal: AbortSignal) {
      const { body } = await http.request({ url, expect: 'stream', signal });
      const { digest, size } = await blobs.keep(piecesOf(body), undefined, signal);
      if (digest === checksum) return { content: { kind: 'spooled', digest } as const, size };
      throw new ImageBuildError('image-add-refused', `${redacted(url)} has ${digest}, and --checksum says ${checksum}`);
    },
  };
}

/** Whether bytes are a tar archive, perhaps compressed. What only looks so, or is damaged, is a file like any other. */
async function isArchive(source: AsyncIterable<Uint8Array>, how: Decompressing): Promise<boolean> {
  const { bytes, beginning, close } = await sniff(source);
  try {
    const compression = compressionOf(beginning);
    if (compression === 'none') return isTarHeader(beginning);
    const inside = await sniff(decompress(bytes, compression, how));
    await inside.close();
    return isTarHeader(inside.beginning);
  } catch (error) {
    if (how.signal?.aborted) throw how.signal.reason;
    if (isImageBuildError(error)) throw error;
    return false;
  } finally {
    await close();
  }
}

function isTarHeader(beginning: Uint8Array): boolean {
  return Buffer.from(beginning.subarray(257, 262)).toString('latin1') === 'ustar';
}

async function* piecesOf(body: NodeJS.ReadableStream): AsyncGenerator<Uint8Array, void> {
  for await (const piece of body) yield Buffer.from(piece);
}

function redacted(url: string): string {
  return url.split('?')[0] ?? '';
}
