import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import type { BareRepository } from '@towline/test-kit/git';

/** Somebody's clone of a repository. */
export interface WorkCopy {
  readonly url: string;
  readonly folder: string;
  readonly person: { readonly name: string; readonly email: string };
  /** Writes files, commits them and pushes the branch. Gives the commit. */
  commit(message: string, files: Readonly<Record<string, string>>): Promise<string>;
  /** Brings the branch up to date with the server. Gives its commit. */
  pull(): Promise<string>;
  /** The commit of the branch on the server, which is looked up there and costs next to nothing. */
  serverHead(): Promise<string | undefined>;
  /** Any other command. Gives what it writes, without the newline at its end. */
  git(...args: readonly string[]): Promise<string>;
}

/** Whose clone it is, and of what. */
export interface WorkCopyOptions {
  readonly url: string;
  /** The same repository, on the disk of the server. */
  readonly repository: Pick<BareRepository, 'head'>;
  readonly folder: string;
  readonly person: WorkCopy['person'];
  readonly signal: AbortSignal;
}

/** Clones a repository as a person does, with nobody's configuration. */
export async function cloneWorkCopy(options: WorkCopyOptions): Promise<WorkCopy> {
  const { url, repository, folder, person, signal } = options;
  const env = {
    ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR']),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: person.name,
    GIT_AUTHOR_EMAIL: person.email,
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.email,
    LC_ALL: 'C',
  };
  const run = async (args: readonly string[]): Promise<string> => {
    const { stdout } = await runProcess({ command: 'git', args, env, signal, maxOutputBytes: 16 * 1024 * 1024 });
    return Buffer.from(stdout).toString('utf8').replace(/\n$/, '');
  };
  await rm(folder, { recursive: true, force: true });
  await run(['clone', '--quiet', url, folder]);
  const git: WorkCopy['git'] = (...args) => run(['-C', folder, ...args]);
  return {
    url,
    folder,
    person,
    git,
    serverHead: () => repository.head(),
    async commit(message, files) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '-m', message);
      await git('push', '--quiet', 'origin', 'HEAD:main');
      return git('rev-parse', 'HEAD');
    },
    async pull() {
      await git('fetch', '--quiet', 'origin', 'main');
      await git('merge', '--quiet', '--ff-only', 'FETCH_HEAD');
      return git('rev-parse', 'HEAD');
    },
  };
}
