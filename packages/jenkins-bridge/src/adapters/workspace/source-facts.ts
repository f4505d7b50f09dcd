import { parseGitSha } from '@towline/shared/image';
import type { SourceFacts } from '../../core/run/checkout.js';
import { RunError } from '../../core/run/run-error.js';
import { answerOf, type FolderGit } from './git-in-folder.js';
import { withoutUser } from './without-user.js';

/** What only the caller knows of a work tree. */
export interface KnownOfSource {
  readonly branch?: string | undefined;
  readonly gitTag?: string | undefined;
  /** The commit that was built before. */
  readonly since?: string | undefined;
}

/** Where builders leave images in the work tree. */
const ownFolder = '.towline/';

/** What Git knows of the folder of a work tree. Throws `run-no-commit` where it knows no commit. */
export async function readSourceFacts(git: FolderGit, known: KnownOfSource, signal: AbortSignal): Promise<SourceFacts> {
  const sha = parseGitSha((await answerOf(git, ['rev-parse', 'HEAD'], signal)) ?? '');
  if (sha === undefined) {
    throw new RunError('run-no-commit', 'This folder is no Git checkout, or has no commit yet', {
      hint: 'Commit first: images are named after their commit. Or name a repository by --source.',
    });
  }
  const ask = (...args: readonly string[]): Promise<string | undefined> => answerOf(git, args, signal);
  const url = await ask('config', '--get', 'remote.origin.url');
  const since = known.since === undefined ? undefined : await changedSince(git, known.since, signal);
  return {
    sha,
    branch: known.branch ?? (await ask('symbolic-ref', '--quiet', '--short', 'HEAD')),
    gitTag: known.gitTag,
    url: url === undefined || url === '' ? undefined : withoutUser(url),
    describe: (await ask('describe', '--tags', '--always')) ?? sha.slice(0, 7),
    committedAt: Number((await ask('log', '-1', '--format=%ct')) ?? 0),
    changedFiles: since ?? (await changedByCommit(git, signal)),
    uncommitted: await uncommittedFiles(git, signal),
  };
}

async function changedSince(
  git: FolderGit,
  since: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const printed = await answerOf(git, ['diff', '-z', '--name-only', '--end-of-options', since, 'HEAD'], signal);
  return printed === undefined ? undefined : namesIn(printed);
}

async function changedByCommit(git: FolderGit, signal: AbortSignal): Promise<readonly string[]> {
  const args = ['diff-tree', '-z', '--no-commit-id', '--name-only', '-r', '--root', '-m', '--first-parent', 'HEAD'];
  return namesIn(await git(args, signal));
}

async function uncommittedFiles(git: FolderGit, signal: AbortSignal): Promise<readonly string[]> {
  const printed = await git(['status', '-z', '--porcelain', '--no-renames', '--', '.'], signal);
  return namesIn(printed)
    .map((entry) => entry.slice(3))
    .filter((path) => !path.startsWith(ownFolder));
}

function namesIn(printed: string): readonly string[] {
  return printed.split('\0').filter((name) => name.trim() !== '');
}
