import type { Digest } from '@towline/shared/image';
import type { HttpClient } from '@towline/shared/ports';
import type { IgnoreRules } from '../../../core/dockerfile/ignore.js';
import { applyLayer, type FileContent, type FileTree } from '../../../core/image/file-tree.js';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import type { BlobFolder } from './blob-folder.js';
import { readContextTree } from './context-folder.js';
import { readLayer, sniff } from './read-layer.js';

/** What {@link createBuildContext} works with. */
export interface BuildContextOptions {
  readonly folder: string;
  readonly rules: IgnoreRules;
  readonly blobs: BlobFolder;
  readonly http: HttpClient;
  readonly openContent: (content: FileContent) => AsyncIterable<Uint8Array>;
}

/** A build context in a folder, with what ADD brings from elsewhere. */
export function createBuildContext({ folder, rules, blobs, http, openContent }: BuildContextOptions) {
  let tree: Promise<FileTree> | undefined;
  return {
    tree(signal: AbortSignal): Promise<FileTree> {
      tree ??= readContextTree(folder, rules, signal);
      return tree;
    },
    async unpack(content: FileContent, signal: AbortSignal): Promise<FileTree | undefined> {
      if (!(await isArchive(openContent(content)))) return undefined;
      const kept = await blobs.keep(openContent(content), undefined, signal);
      const { changes } = await readLayer({ digest: kept.digest, open: () => blobs.read(kept) }, signal);
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

/** Whether bytes are a tar archive, perhaps compressed. One that is compressed in a way which cannot be undone is an error. */
async function isArchive(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  const first = await sniff(bytes);
  if (first.compression === 'none') return isTarHeader(first.beginning);
  if (first.compression === 'gzip') {
    const { createGunzip } = await import('node:zlib');
    const { Readable, pipeline } = await import('node:stream');
    // A gzip file that is no archive, or that is damaged, is a file like any other.
    const inside = pipeline(Readable.from(first.bytes), createGunzip(), () => undefined);
    try {
      return isTarHeader((await sniff(inside)).beginning);
    } catch {
      return false;
    } finally {
      inside.destroy();
    }
  }
  throw new ImageBuildError('image-add-refused', `ADD cannot unpack what is compressed by ${first.compression}`, {
    hint: 'Compress it by gzip, or use COPY, or ADD --unpack=false, to bring it as it is.',
  });
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
