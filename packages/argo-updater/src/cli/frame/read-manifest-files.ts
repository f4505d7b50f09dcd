import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { CliError } from './cli-error.js';
import { readTextFile } from './read-text-file.js';

/** A file of manifests. */
export interface ManifestText {
  readonly path: string;
  readonly text: string;
}

const skipped = new Set(['node_modules', '.git']);

/**
 * The texts of these files, and of every `.yaml`, `.yml` and `.json` below these folders, in the order of their paths. Links are not followed
 * below a folder. Throws `cli-file-unreadable`.
 */
export async function readManifestFiles(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly ManifestText[]> {
  const files: ManifestText[] = [];
  for (const path of paths) {
    for (const file of await filesAt(path)) {
      signal.throwIfAborted();
      files.push({ path: file, text: await readTextFile(file) });
    }
  }
  return files;
}

async function filesAt(path: string): Promise<readonly string[]> {
  try {
    return (await stat(path)).isDirectory() ? await filesBelow(path) : [path];
  } catch (cause) {
    const why = errorCode(cause) === 'ENOENT' ? 'there is no such file or folder' : errorMessage(cause);
    throw new CliError('cli-file-unreadable', `${path} cannot be read: ${why}`, { cause });
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sorted = entries.filter(({ name }) => !skipped.has(name)).sort(byName);
  const found = await Promise.all(
    sorted.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

function byName(a: Dirent, b: Dirent): number {
  return Number(a.name > b.name) - Number(a.name < b.name);
}
