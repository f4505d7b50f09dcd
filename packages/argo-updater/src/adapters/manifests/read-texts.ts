import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '@towline/shared/async';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { ManifestsError } from './manifests-error.js';
import { isManifestFile, type ManifestText } from './read-documents.js';

const skipped = new Set(['node_modules', '.git']);
const concurrency = 16;

/**
 * The texts of a file, or of every `.yaml`, `.yml` and `.json` file below a folder, in the order of their paths. Links are not followed below
 * the folder.
 */
export async function readTexts(
  path: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly ManifestText[]> {
  try {
    const paths = (await stat(path)).isDirectory() ? await filesBelow(path) : [path];
    return await mapConcurrently(paths, { concurrency, signal }, async (file, inner) => ({
      path: file,
      text: await readFile(file, { encoding: 'utf8', signal: inner }),
    }));
  } catch (cause) {
    signal?.throwIfAborted();
    const why = errorCode(cause) === 'ENOENT' ? 'there is no such file or folder' : errorMessage(cause);
    throw new ManifestsError('manifests-unreadable', `${path} cannot be read: ${why}`, { cause });
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const wanted = entries.filter(({ name }) => !skipped.has(name)).sort(byName);
  const found = await Promise.all(
    wanted.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() && isManifestFile(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

function byName(a: Dirent, b: Dirent): number {
  return Number(a.name > b.name) - Number(a.name < b.name);
}
