import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@towline/shared/image';
import type { Descriptor } from '@towline/shared/ports';
import type { FileContent, LayerChange, LayerEntry } from '../../../core/image/file-tree.js';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import { ociTypes } from '../../../core/image/media-types.js';
import type { BlobFolder } from './blob-folder.js';
import { openContextFile } from './context-folder.js';
import { readNote, writeNote } from './note.js';
import { extractFiles, type LayerSource, type ReadLayer, readLayer } from './read-layer.js';
import { layerFactsSchema, writtenLayerSchema } from './schema.js';
import { type OpenContent, writeLayer } from './write-layer.js';

/** What {@link createLayerBox} works with. */
export interface LayerBoxOptions {
  readonly blobs: BlobFolder;
  /** The build context. */
  readonly context: string;
  /** Whether layers that were written before are used. */
  readonly useCache: boolean;
  /** What programs see that undo the compression of layers. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Part of every key of the cache: it changes when the same entries come to other bytes. */
const format = 'towline layer 1';
const maxText = 4 * 1024 * 1024;

/** Reads and writes layers in a folder of blobs, and remembers what is in them. */
export function createLayerBox({ blobs, context, useCache, environment }: LayerBoxOptions) {
  const sourceOf = (digest: Digest): LayerSource => ({ digest, environment, open: () => blobs.read({ digest }) });
  const { openContent, hashOf } = createContents(blobs, context);
  return {
    openContent,
    async read(layer: Descriptor, diffId: Digest | undefined, signal: AbortSignal): Promise<readonly LayerChange[]> {
      const path = join(blobs.folder, 'layers', `${layer.digest.replace(':', '-')}.json`);
      const facts = (await readNote(path, layerFactsSchema)) ?? (await scan(sourceOf(layer.digest), path, signal));
      if (diffId !== undefined && facts.diffId !== diffId) {
        const message = `The layer ${layer.digest} is ${facts.diffId} before compression, and its config says ${diffId}`;
        throw new ImageBuildError('image-content-invalid', message);
      }
      return facts.changes;
    },
    async write(entries: readonly LayerEntry[], signal: AbortSignal) {
      const digests = new Map<string, string>();
      for (const { path, content } of entries) {
        signal.throwIfAborted();
        if (content !== undefined) digests.set(path, await hashOf(content));
      }
      const key = keyOf(entries, digests);
      const note = join(blobs.folder, 'written', `${key}.json`);
      const before = useCache ? await readWritten(note, blobs) : undefined;
      if (before !== undefined) return { ...before, cached: true };
      const spool = await spoolFiles(join(blobs.folder, 'spool', randomUUID()), { entries, sourceOf }, signal);
      try {
        const contentOf = (entry: LayerEntry): OpenContent => ({
          digest: digests.get(entry.path) ?? '',
          open: () =>
            spool.open(entry) ?? (entry.content === undefined ? once(Buffer.alloc(0)) : openContent(entry.content)),
        });
        const { digest, size, diffId } = await writeLayer(entries, { blobs, contentOf, signal });
        await writeNote(note, { digest, size, diffId });
        return { descriptor: { mediaType: ociTypes.layer, digest, size }, diffId, cached: false };
      } finally {
        await spool.remove();
      }
    },
    async readText(content: FileContent, signal: AbortSignal): Promise<string> {
      if (content.kind !== 'layer') return textOf(openContent(content));
      let text = '';
      const take = async (_path: string, bytes: AsyncIterable<Uint8Array>) => {
        text = await textOf(bytes);
      };
      await extractFiles(sourceOf(content.layer), { paths: new Set([content.path]), take }, signal);
      return text;
    },
  };
}

/** The bytes of files that are not in a layer, and the hashes of all. */
function createContents(blobs: BlobFolder, context: string) {
  const hashes = new Map<string, Promise<string>>();
  const openContent = (content: FileContent): AsyncIterable<Uint8Array> => {
    switch (content.kind) {
      case 'context':
        return openContextFile(context, content.path);
      case 'text':
        return once(Buffer.from(content.text));
      case 'spooled':
        return blobs.read(content);
      case 'layer':
        throw new ImageBuildError(
          'image-layer-invalid',
          `/${content.path} of ${content.layer} was not taken out first`,
        );
    }
  };
  const hashOf = (content: FileContent): Promise<string> => {
    if (content.kind === 'layer') return Promise.resolve(content.digest);
    if (content.kind === 'spooled') return Promise.resolve(content.digest.slice('sha256:'.length));
    if (content.kind === 'text') return hash256(openContent(content));
    // Several stages copy the same files.
    const hash = hashes.get(content.path) ?? hash256(openContent(content));
    hashes.set(content.path, hash);
    return hash;
  };
  return { openContent, hashOf };
}

async function scan(source: LayerSource, path: string, signal: AbortSignal): Promise<ReadLayer> {
  const facts = await readLayer(source, signal);
  await writeNote(path, facts);
  return facts;
}

async function readWritten(path: string, blobs: BlobFolder) {
  const note = await readNote(path, writtenLayerSchema);
  if (note === undefined || !(await blobs.has(note))) return undefined;
  const { digest, size, diffId } = note;
  return { descriptor: { mediaType: ociTypes.layer, digest, size }, diffId };
}

function keyOf(entries: readonly LayerEntry[], digests: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(format);
  for (const { path, kind, mode, uid, gid, mtime, size, target, device } of entries) {
    const content = digests.get(path) ?? '';
    hash.update(`${JSON.stringify([path, kind, mode, uid, gid, mtime, size, target, device, content])}\n`);
  }
  return hash.digest('hex');
}

interface Spool {
  /** Undefined where the entry does not come out of a layer. */
  open(entry: LayerEntry): AsyncIterable<Uint8Array> | undefined;
  remove(): Promise<void>;
}

/** Files of layers, taken out into a folder: a layer can only be read from its beginning, and in its own order. */
async function spoolFiles(
  folder: string,
  { entries, sourceOf }: { readonly entries: readonly LayerEntry[]; readonly sourceOf: (layer: Digest) => LayerSource },
  signal: AbortSignal,
): Promise<Spool> {
  const wanted = new Map<Digest, Set<string>>();
  for (const { content } of entries) {
    if (content?.kind !== 'layer') continue;
    wanted.set(content.layer, (wanted.get(content.layer) ?? new Set()).add(content.path));
  }
  const names = new Map<string, string>();
  let count = 0;
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const [layer, paths] of wanted) {
      await mkdir(folder, { recursive: true });
      const take = async (path: string, content: AsyncIterable<Uint8Array>) => {
        const file = join(folder, `${count}`);
        count += 1;
        await writeFile(file, content);
        names.set(`${layer} ${path}`, file);
      };
      await extractFiles(sourceOf(layer), { paths, take }, signal);
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    open({ content }) {
      const file = content?.kind === 'layer' ? names.get(`${content.layer} ${content.path}`) : undefined;
      return file === undefined ? undefined : readAt(file);
    },
    remove,
  };
}

async function* readAt(path: string): AsyncGenerator<Uint8Array, void> {
  const file = await open(path);
  try {
    yield* file.createReadStream({ autoClose: false });
  } finally {
    await file.close();
  }
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size <= maxText) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function hash256(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  if (bytes.length > 0) yield bytes;
}
