import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Digest } from '@towline/shared/image';
import { type Header, type Pack, pack } from 'tar-stream';
import type { LayerEntry } from '../../../core/image/file-tree.js';
import { ImageBuildError, isImageBuildError } from '../../../core/image/image-build-error.js';
import { type BlobFolder, createMeter, type KeptBlob } from './blob-folder.js';
import { drained, toError } from './drained.js';

/** A layer that was written. */
export interface WrittenLayer extends KeptBlob {
  /** Digest before compression. */
  readonly diffId: Digest;
}

/** A file's bytes, and the hash that they must have. */
export interface OpenContent {
  readonly digest: string;
  open(): AsyncIterable<Uint8Array>;
}

/** What {@link writeLayer} works with. */
export interface LayerWriting {
  readonly blobs: BlobFolder;
  readonly contentOf: (entry: LayerEntry) => OpenContent;
  readonly signal?: AbortSignal | undefined;
}

/** The largest number in the seven digits of an old tar header. */
const maxShortId = 0o777777;

/** Writes a layer, streaming: the same bytes for the same entries, whoever writes them and when. */
export async function writeLayer(entries: readonly LayerEntry[], writing: LayerWriting): Promise<WrittenLayer> {
  const archive = pack();
  const meter = createMeter();
  const gzip = createGzip({ level: 6 });
  const feeding = packAll(archive, entries, writing).catch((error: unknown) => {
    archive.destroy(toError(error));
    throw error;
  });
  // Whichever fails first ends the other; what is wrong with a file only the feeding knows.
  feeding.catch(() => undefined);
  const compressed = pipeline([Readable.from(archive), meter.stream, gzip]);
  compressed.catch((error: unknown) => gzip.destroy(toError(error)));
  try {
    const kept = await writing.blobs.keep(withoutSystem(gzip), undefined, writing.signal);
    await Promise.all([feeding, compressed]);
    return { ...kept, diffId: meter.result().digest };
  } catch (error) {
    archive.destroy();
    if (writing.signal?.aborted) throw writing.signal.reason;
    const why: unknown = await feeding.catch((other: unknown) => other);
    throw isImageBuildError(why) ? why : error;
  }
}

/** The gzip header names the system that compressed; 255, “unknown”, is the same everywhere. */
async function* withoutSystem(gzip: Readable): AsyncGenerator<Uint8Array, void> {
  let at = 0;
  for await (const chunk of gzip) {
    const bytes = Buffer.from(chunk);
    if (at <= 9 && at + bytes.length > 9) bytes[9 - at] = 255;
    at += bytes.length;
    yield bytes;
  }
}

async function packAll(archive: Pack, entries: readonly LayerEntry[], writing: LayerWriting): Promise<void> {
  for (const entry of entries) {
    writing.signal?.throwIfAborted();
    const sink = archive.entry(headersOf(entry));
    if (entry.kind === 'file') await fill(sink, entry, writing.contentOf(entry));
    else sink.end(undefined);
  }
  archive.finalize();
}

async function fill(sink: ReturnType<Pack['entry']>, entry: LayerEntry, content: OpenContent): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content.open()) {
    size += chunk.length;
    if (size > entry.size) break;
    hash.update(chunk);
    if (!sink.write(chunk)) await drained(sink);
    if (sink.destroyed) return;
  }
  if (size !== entry.size || hash.digest('hex') !== content.digest) {
    throw new ImageBuildError('image-file-changed', `/${entry.path} changed while it was being read`, {
      hint: 'Let nothing write into the build context, and build again.',
    });
  }
  sink.end(undefined);
}

function headersOf(entry: LayerEntry): Partial<Header> & Pick<Header, 'name'> {
  const { path, kind, mode, uid, gid, mtime, size, target, device } = entry;
  const extended = {
    ...(uid > maxShortId ? { uid: `${uid}` } : {}),
    ...(gid > maxShortId ? { gid: `${gid}` } : {}),
  };
  return {
    name: kind === 'directory' ? `${path}/` : path,
    type: kind,
    // The library takes 0 for “not given”; bits above the permissions are dropped.
    mode: mode === 0 ? 0o10000 : mode,
    uid,
    gid,
    mtime: new Date(mtime * 1_000),
    size,
    ...(target === undefined ? {} : { linkname: target }),
    ...(device === undefined ? {} : { devmajor: device[0], devminor: device[1] }),
    ...(Object.keys(extended).length === 0 ? {} : { pax: extended }),
  };
}
