import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '@towline/shared/async';
import { errorCode } from '@towline/shared/errors';
import { type Digest, parseDigest } from '@towline/shared/image';
import { isImageBuildError } from '../../../core/image/image-build-error.js';
import type { StoredBlob, StoredName } from '../../../core/image/plan-prune.js';
import { readManifest } from '../../../core/image/read-image.js';
import { type BlobFolder, createBlobFolder } from './blob-folder.js';
import { createBlobPlace } from './blob-place.js';
import { nameSchema, namesFolder } from './image-store.js';
import { readNote } from './note.js';

/** Where blobs are, in the folder of a store. */
export const blobsFolder = join('blobs', 'sha256');

const atOnce = 32;

/** The blobs of the store in a folder. Looking is no use: it leaves the times of files alone. */
export async function readStoredBlobs(folder: string, signal: AbortSignal): Promise<readonly StoredBlob[]> {
  const files = await filesIn(join(folder, blobsFolder));
  const found = await mapConcurrently(files, { concurrency: atOnce, signal }, (file) =>
    readBlob(join(folder, blobsFolder, file), parseDigest(`sha256:${file}`)),
  );
  return found.flat();
}

/** The images with names of the store in a folder, with what they are made of. That is no use either. */
export async function readStoredNames(folder: string, signal: AbortSignal): Promise<readonly StoredName[]> {
  const blobs = createBlobFolder(folder);
  const found = await mapConcurrently(await nameFiles(folder), { concurrency: atOnce, signal }, (path) =>
    readName(path, blobs),
  );
  return found.flat();
}

/** When the names of the store in a folder were used. */
export async function usesOfNames(folder: string, signal: AbortSignal): Promise<readonly number[]> {
  const found = await mapConcurrently(await nameFiles(folder), { concurrency: atOnce, signal }, usedAtOf);
  return found.filter((usedAt) => usedAt !== undefined);
}

async function nameFiles(folder: string): Promise<readonly string[]> {
  const files = await filesIn(join(folder, namesFolder));
  return files.filter((file) => file.endsWith('.json')).map((file) => join(folder, namesFolder, file));
}

/** The names in a folder; none where it is not there. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  return (await unlessMissing(() => readdir(folder))) ?? [];
}

/** When a file was last used, in milliseconds; undefined where it is gone. */
export async function usedAtOf(path: string): Promise<number | undefined> {
  return (await unlessMissing(() => stat(path)))?.mtimeMs;
}

async function readBlob(path: string, digest: Digest | undefined): Promise<readonly StoredBlob[]> {
  const stats = digest === undefined ? undefined : await unlessMissing(() => stat(path));
  return digest === undefined || stats === undefined ? [] : [{ digest, size: stats.size, usedAt: stats.mtimeMs }];
}

async function readName(path: string, blobs: BlobFolder): Promise<readonly StoredName[]> {
  const usedAt = await usedAtOf(path);
  const note = await readNote(path, nameSchema);
  if (usedAt === undefined || note?.digest === undefined) return [];
  return [{ name: note.name, usedAt, blobs: await blobsOf(note.digest, blobs) }];
}

/** All that an image is made of, as far as it is there. */
async function blobsOf(digest: Digest, blobs: BlobFolder): Promise<readonly Digest[]> {
  const place = createBlobPlace(blobs, { find: async () => undefined, set: async () => undefined });
  try {
    const content = await place.readManifest({ kind: 'digest', digest });
    if (content === undefined) return [digest];
    const manifest = readManifest(content);
    if (manifest.kind === 'image') return [digest, ...[manifest.config, ...manifest.layers].map((each) => each.digest)];
    const parts = await Promise.all(manifest.manifests.map((each) => blobsOf(each.digest, blobs)));
    return [digest, ...parts.flat()];
  } catch (error) {
    // What is no manifest refers to nothing.
    if (isImageBuildError(error) && error.code === 'image-content-invalid') return [digest];
    throw error;
  }
}

async function unlessMissing<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
