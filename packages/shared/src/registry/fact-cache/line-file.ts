import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../errors/index.js';

/** A file of lines that several processes append to and any of them may replace. */
export interface LineFile {
  readonly path: string;
  /** Every line, damaged ones too; none where there is no file yet. */
  read(): Promise<readonly string[]>;
  append(lines: readonly string[]): Promise<void>;
  /** Puts a new file in the place of the old by one rename: a reader sees either. */
  replace(lines: readonly string[]): Promise<void>;
}

/** The file at a path. Its directory is made when something is written. */
export function openLineFile(path: string): LineFile {
  return {
    path,
    async read() {
      try {
        return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return [];
        throw error;
      }
    },
    async append(lines) {
      await mkdir(dirname(path), { recursive: true });
      // An empty line first: what a crash left unfinished before it ends there.
      await appendFile(path, `\n${lines.join('\n')}\n`);
    },
    async replace(lines) {
      const beside = `${path}.${randomUUID()}`;
      try {
        await writeFile(beside, `${lines.join('\n')}\n`);
        await rename(beside, path);
      } finally {
        await rm(beside, { force: true });
      }
    },
  };
}
