import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@towline/shared/errors';
import { type GitCredentials, openCommitOrder, openGitRepository } from '@towline/shared/git';
import type { GitSha } from '@towline/shared/image';
import type { Clock } from '@towline/shared/ports';
import { type Environment, runProcess } from '@towline/shared/process';
import type { BranchHistory } from '../../core/publish/publication-plan.js';
import { branchHistory } from '../../core/run/branch-history.js';
import type { Checkout } from '../../core/run/checkout.js';
import { RunError } from '../../core/run/run-error.js';
import { gitInFolder } from './git-in-folder.js';
import { readOptionalText } from './read-text.js';
import { readSourceFacts } from './source-facts.js';
import { withoutUser } from './without-user.js';

/** Which repository is built. */
export interface SourceMirrorOptions {
  readonly url: string;
  readonly branch: string;
  readonly credentials: GitCredentials | undefined;
  /** Where the mirror and the work trees are: a folder of this process alone. */
  readonly directory: string;
  readonly environment: Environment;
  readonly clock: Clock;
}

/** A remote repository whose commits are built. */
export interface SourceMirror extends AsyncDisposable {
  /** The newest commit of the branch, by one `ls-remote`; undefined where there is no such branch. */
  head(signal: AbortSignal): Promise<GitSha | undefined>;
  /** A new work tree of the newest commit. `since` is the commit that was built before. */
  checkout(options: { readonly since: GitSha | undefined }, signal: AbortSignal): Promise<Checkout>;
}

const nobody = { name: 'jenkins-bridge', email: 'jenkins-bridge@localhost' };

/** A {@link SourceMirror}. Work trees borrow the objects of one mirror, so that a commit is fetched once. */
export function openSourceMirror(options: SourceMirrorOptions): SourceMirror {
  const { url, branch, credentials, directory, environment, clock } = options;
  const dependencies = { run: runProcess, clock, environment };
  const mirror = join(directory, 'mirror.git');
  const shared = { url, directory: mirror, credentials, allowFiles: true };
  const repository = openGitRepository(dependencies, { ...shared, identity: nobody, filters: false });
  const order = openCommitOrder(dependencies, shared);
  const historyOf = async (sha: GitSha, wanted: string, signal: AbortSignal): Promise<BranchHistory> => {
    try {
      return branchHistory(sha, await order.commits(wanted, { signal }));
    } catch (error) {
      if (signal.aborted || !errorCode(error)?.startsWith('git-')) throw error;
      return { kind: 'unknown', why: 'not-fetched' };
    }
  };
  return {
    head: (signal) => repository.head(branch, { signal }),
    async checkout({ since }, signal) {
      const snapshot = await repository.snapshot(branch, { signal });
      const commit = snapshot?.commit;
      if (commit === undefined) {
        throw new RunError('run-no-commit', `${url} has no branch ${branch}`, {
          hint: 'Name another one by --branch.',
        });
      }
      const folder = await mkdtemp(join(directory, 'tree-'));
      const git = gitInFolder(folder, { ...environment, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });
      try {
        await borrow({ folder, mirror, commit, environment }, signal);
        await git(['config', 'remote.origin.url', withoutUser(url)], signal);
        await git(['update-ref', `refs/remotes/origin/${branch}`, commit], signal);
        await git(['checkout', '--quiet', '-B', branch, commit], signal);
        const facts = await readSourceFacts(git, { branch, since }, signal);
        return {
          folder,
          facts,
          history: (wanted, inner) => historyOf(commit, wanted, inner),
          readText: (path) => readOptionalText(folder, path),
          [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
        };
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await repository[Symbol.asyncDispose]();
      await order[Symbol.asyncDispose]();
    },
  };
}

interface Borrowing {
  readonly folder: string;
  readonly mirror: string;
  readonly commit: GitSha;
  readonly environment: Environment;
}

/** An empty repository that finds its objects in the mirror. */
async function borrow({ folder, mirror, commit, environment }: Borrowing, signal: AbortSignal): Promise<void> {
  const git = gitInFolder(folder, environment);
  const format = commit.length === 64 ? 'sha256' : 'sha1';
  await git(['init', '--quiet', '--template=', `--object-format=${format}`], signal);
  const info = join(folder, '.git', 'objects', 'info');
  await mkdir(info, { recursive: true });
  await writeFile(join(info, 'alternates'), `${join(mirror, 'objects')}\n`);
}
