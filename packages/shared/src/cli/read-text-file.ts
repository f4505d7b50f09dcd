import { readFile } from 'node:fs/promises';
import { errorCode, errorMessage } from '../errors/index.js';
import { CliError } from './cli-error.js';

/** The text of a file that the user named. Throws `cli-file-unreadable`. */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = errorCode(cause) === 'ENOENT' ? 'there is no such file' : errorMessage(cause);
    throw new CliError('cli-file-unreadable', `${path} cannot be read: ${why}`, { cause });
  }
}

/** The text of a file, or undefined where there is none. */
export async function readOptionalFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT' || errorCode(cause) === 'ENOTDIR') return undefined;
    throw new CliError('cli-file-unreadable', `${path} cannot be read: ${errorMessage(cause)}`, { cause });
  }
}
