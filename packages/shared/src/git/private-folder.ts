import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../process/index.js';

/** A folder that only this user can enter, for what a child process must find in a file. */
export interface PrivateFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes a file that only this user can read, and gives its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
}

/** Makes a folder, where the environment wants temporary files, that is removed with its files when it is disposed of. */
export async function createPrivateFolder(environment: Environment): Promise<PrivateFolder> {
  // mkdtemp makes the folder with mode 0700.
  const path = await mkdtemp(join(environment.TMPDIR ?? tmpdir(), 'towline-git-'));
  return {
    path,
    async write(name, content) {
      const file = join(path, name);
      await writeFile(file, content, { mode: 0o600, flag: 'wx' });
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
