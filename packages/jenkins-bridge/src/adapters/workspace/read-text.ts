import { open } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { errorCode } from '@towline/shared/errors';

const largestText = 8 * 1024 * 1024;

/** A text file of a folder; undefined where there is none, or where it is not in the folder. */
export async function readOptionalText(folder: string, path: string): Promise<string | undefined> {
  const full = resolve(folder, path);
  if (relative(folder, full).startsWith('..')) return undefined;
  try {
    await using file = await open(join(full), 'r');
    const { size } = await file.stat();
    return size > largestText ? undefined : await file.readFile('utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
