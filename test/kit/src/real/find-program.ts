import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Servers live in the sbin folders, which are not on the PATH of every shell. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The absolute path of a program on PATH or in the system's sbin folders; undefined where it is not installed. */
export function findProgram(name: string, more: readonly string[] = []): string | undefined {
  const folders = [...more, ...(process.env.PATH ?? '').split(delimiter), ...systemFolders];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** The folder that keeps what is expensive to build or install, shared by all checkouts of this user. */
export function cacheFolder(): string {
  const base = process.env.TOWLINE_CACHE ?? process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(base, 'towline');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
