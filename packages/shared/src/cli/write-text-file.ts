import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { errorMessage } from '../errors/index.js';
import { CliError } from './cli-error.js';

/** Replaces the text of a file that is there, as a whole or not at all; its mode stays, and a link to it too. Throws `cli-file-unreadable`. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const target = await realpath(path);
    const { mode } = await stat(target);
    await writeFile(beside, text, { mode });
    await rename(beside, target);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new CliError('cli-file-unreadable', `${path} cannot be written: ${errorMessage(cause)}`, { cause });
  }
}
