import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { type Digest, parseDigest } from '@towline/shared/image';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import { markUsed } from './mark-used.js';

/** Bytes that were kept. */
export interface KeptBlob {
  readonly digest: Digest;
  readonly size: number;
}

/** A folder of blobs under their digests, laid out as in the OCI image layout. Several processes may use it at once. */
export interface BlobFolder {
  readonly folder: string;
  has(blob: KeptBlob): Promise<boolean>;
  /** Keeps what comes, under its own digest; where one is `expected` and it is another, that is an error and nothing is kept. */
  keep(bytes: AsyncIterable<Uint8Array>, expected?: KeptBlob, signal?: AbortSignal): Promise<KeptBlob>;
  keepText(text: string): Promise<KeptBlob>;
  read(blob: { readonly digest: Digest }, range?: { readonly offset?: number | undefined }): AsyncIterable<Uint8Array>;
  /** A small blob as a whole; undefined where it is not there. */
  readWhole(digest: Digest): Promise<Uint8Array | undefined>;
}

const maxWhole = 16 * 1024 * 1024;

/** How a folder of blobs is kept. */
export interface BlobFolderOptions {
  /** Whether the time of a file says when it was last used, so that what nobody uses can be told. */
  readonly marksUse?: boolean | undefined;
}

/** The blobs below `folder`, which is made when the first one is kept. */
export function createBlobFolder(folder: string, { marksUse = false }: BlobFolderOptions = {}): BlobFolder {
  const blobs = join(folder, 'blobs', 'sha256');
  const pathOf = (digest: Digest) => {
    const [algorithm, hex = ''] = digest.split(':');
    if (algorithm === 'sha256') return join(blobs, hex);
    throw new ImageBuildError('image-content-invalid', `${digest} is not kept: only sha256 is`);
  };
  return {
    folder,
    async has({ digest, size }) {
      return (await sizeOf(pathOf(digest))) === size && (!marksUse || (await markUsed(pathOf(digest))));
    },
    async keep(bytes, expected, signal) {
      await mkdir(blobs, { recursive: true });
      const draft = join(blobs, `.${randomUUID()}`);
      try {
        const kept = await writeDraft(draft, bytes, signal);
        if (expected !== undefined && (kept.digest !== expected.digest || kept.size !== expected.size)) {
          throw mismatch(kept, expected);
        }
        await rename(draft, pathOf(kept.digest));
        return kept;
      } catch (error) {
        await rm(draft, { force: true });
        throw signal?.aborted ? signal.reason : translate(error, folder);
      }
    },
    async keepText(text) {
      const bytes = Buffer.from(text);
      const digest = sha256(createHash('sha256').update(bytes).digest('hex'));
      const path = pathOf(digest);
      if ((await sizeOf(path)) === bytes.length && (!marksUse || (await markUsed(path))))
        return { digest, size: bytes.length };
      await mkdir(blobs, { recursive: true });
      const draft = join(blobs, `.${randomUUID()}`);
      await writeFile(draft, bytes);
      await rename(draft, path);
      return { digest, size: bytes.length };
    },
    async *read({ digest }, { offset = 0 } = {}) {
      const path = pathOf(digest);
      if (marksUse) await markUsed(path);
      yield* readBytes(path, offset, folder);
    },
    async readWhole(digest) {
      const path = pathOf(digest);
      const size = await sizeOf(path);
      if (size === undefined) return undefined;
      if (size > maxWhole)
        throw new ImageBuildError('image-content-invalid', `${digest} is too large for what it should be`);
      if (marksUse) await markUsed(path);
      return readFile(path);
    },
  };
}

/** The digest with this hexadecimal hash. */
export function sha256(hex: string): Digest {
  const digest = parseDigest(`sha256:${hex}`);
  if (digest !== undefined) return digest;
  throw new ImageBuildError('image-content-invalid', `${hex} is no hash`);
}

/** Counts and hashes what passes through. */
export function createMeter(): { readonly stream: Transform; readonly result: () => KeptBlob } {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ digest: sha256(hash.digest('hex')), size }) };
}

async function writeDraft(path: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined) {
  const meter = createMeter();
  await pipeline(bytes, meter.stream, createWriteStream(path, { flags: 'wx' }), signal === undefined ? {} : { signal });
  return meter.result();
}

async function* readBytes(path: string, start: number, folder: string): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of createReadStream(path, { start, highWaterMark: 256 * 1024 })) yield chunk;
  } catch (error) {
    throw translate(error, folder);
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function mismatch(kept: KeptBlob, expected: KeptBlob): ImageBuildError {
  const message = `${expected.digest} (${expected.size} bytes) came as ${kept.digest} (${kept.size} bytes)`;
  return new ImageBuildError('image-content-invalid', message, {
    hint: 'A proxy or cache on the way may have changed or truncated it.',
  });
}

/** What the file system says, in our words; everything else as it is. */
function translate(error: unknown, folder: string): unknown {
  const code = errorCode(error) ?? '';
  if (!/^E[A-Z]+$/.test(code)) return error;
  return new ImageBuildError('image-file-unreadable', `${folder}: ${errorMessage(error)}`, { cause: error });
}
