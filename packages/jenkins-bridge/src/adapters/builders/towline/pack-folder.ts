import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { drained, toError } from './drained.js';

/** Packs the files of a folder into a tar archive: the same bytes for the same files. */
export async function packFolder(folder: string, path: string, signal: AbortSignal): Promise<void> {
  const archive = pack();
  const feeding = packFiles(archive, folder, signal).catch((error: unknown) => {
    archive.destroy(toError(error));
    throw error;
  });
  feeding.catch(() => undefined);
  await pipeline(Readable.from(archive), createWriteStream(path), { signal });
  await feeding;
}

async function packFiles(archive: Pack, folder: string, signal: AbortSignal): Promise<void> {
  const names = (await readdir(folder, { recursive: true })).sort();
  for (const name of names) {
    signal.throwIfAborted();
    const stats = await lstat(join(folder, name));
    const common = { name, mtime: new Date(0), uid: 0, gid: 0 };
    // Folders too: skopeo wants to give one that is not named to root, and fails where it is not root itself.
    if (stats.isDirectory()) archive.entry({ ...common, mode: 0o755, type: 'directory' });
    if (!stats.isFile()) continue;
    const entry = archive.entry({ ...common, size: stats.size, mode: 0o644, type: 'file' });
    for await (const chunk of createReadStream(join(folder, name))) {
      if (!entry.write(chunk)) await drained(entry);
      if (entry.destroyed) return;
    }
    entry.end(undefined);
  }
  archive.finalize();
}
