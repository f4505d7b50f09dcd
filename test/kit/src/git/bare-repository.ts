import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from '@towline/shared/process';
import { importStream, type SeedFiles, type SeedPerson } from './import-stream.js';
import { type GitInput, gitBytes, gitEnvironment, runGit } from './run-git.js';

/** A commit as a person makes it. */
export interface PersonCommit {
  readonly files: SeedFiles;
  /** `main` where absent. */
  readonly branch?: string | undefined;
  readonly message?: string | undefined;
  readonly author?: SeedPerson | undefined;
}

/** A repository on the server's disk, with what tests do to it and ask of it. */
export interface BareRepository {
  readonly directory: string;
  /** Makes a commit on top of a branch, as if somebody had pushed it, and gives its id. */
  commit(commit: PersonCommit): Promise<string>;
  /** Makes a commit on top of main while the next push is on its way: the server has told its branches and has all objects. */
  commitDuringPush(commit: Omit<PersonCommit, 'branch'>): Promise<void>;
  /** The commit of a branch; undefined where there is none. */
  head(branch?: string): Promise<string | undefined>;
  /** A file at a revision, as text; undefined where there is none. */
  read(path: string, revision?: string): Promise<string | undefined>;
  /** Refuses every push to a branch, with this message, as branch protection does. */
  protect(branch: string, message: string): Promise<void>;
  /** Refuses every push, with this message, as a pre-receive hook does. */
  refusePushes(message: string): Promise<void>;
  git(args: readonly string[], given?: GitInput): Promise<string>;
  gitBytes(args: readonly string[], given?: GitInput): Promise<Buffer>;
}

/** How a repository is made. */
export interface RepositoryOptions {
  /** Whether clients may leave out blobs (`--filter`). */
  readonly filters: boolean;
  readonly objectFormat?: 'sha1' | 'sha256' | undefined;
  readonly defaultBranch?: string | undefined;
}

const person: SeedPerson = { name: 'Pat Person', email: 'pat@example.com' };

/** Makes an empty bare repository that can be pushed to over HTTP. */
export async function createBareRepository(directory: string, options: RepositoryOptions): Promise<BareRepository> {
  await mkdir(directory, { recursive: true });
  const format = options.objectFormat ?? 'sha1';
  const branch = options.defaultBranch ?? 'main';
  await runProcess({
    command: 'git',
    args: ['init', '--quiet', '--bare', `--object-format=${format}`, `--initial-branch=${branch}`, directory],
    env: gitEnvironment(),
    maxOutputBytes: 65_536,
  });
  const repository = openBareRepository(directory);
  await repository.git(['config', 'http.receivepack', 'true']);
  await repository.git(['config', 'uploadpack.allowFilter', String(options.filters)]);
  return repository;
}

/** A bare repository that is already there. */
export function openBareRepository(directory: string): BareRepository {
  const git: BareRepository['git'] = (args, given) => runGit(directory, args, given);
  const optional = async (args: readonly string[]): Promise<string | undefined> => {
    try {
      return (await gitBytes(directory, args)).toString('utf8');
    } catch {
      return undefined;
    }
  };
  const head: BareRepository['head'] = async (branch = 'main') =>
    (await optional(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]))?.trim();
  let ticks = 0;
  const commit: BareRepository['commit'] = async ({
    files,
    branch = 'main',
    message = 'A commit of a person',
    author = person,
  }) => {
    const ref = `refs/heads/${branch}`;
    ticks += 1;
    const parent = await head(branch);
    const input = importStream({ ref, parent, message, author, time: 1_760_000_000 + ticks, files });
    await git(['fast-import', '--quiet', '--date-format=raw'], { input });
    return git(['rev-parse', ref]);
  };
  return {
    directory,
    git,
    gitBytes: (args, given) => gitBytes(directory, args, given),
    head,
    read: (path, revision = 'main') => optional(['cat-file', 'blob', `${revision}:${path}`]),
    commit,
    async commitDuringPush(theirs) {
      const before = await head();
      const sha = await commit(theirs);
      await git(['update-ref', 'refs/heads/main', before ?? '']);
      await installHook(directory, 'pre-receive', overtake(sha));
    },
    protect: (branch, message) =>
      installHook(directory, 'update', `[ "$1" = "refs/heads/${branch}" ] || exit 0\n${refuse(message)}`),
    refusePushes: (message) => installHook(directory, 'pre-receive', refuse(message)),
  };
}

const refuse = (message: string): string => `cat >&2 <<'MESSAGE'\n${message}\nMESSAGE\nexit 1`;

/** Moves main once, from outside of the push that runs the hook. */
const overtake = (sha: string): string =>
  `rm "$0"\nenv -u GIT_QUARANTINE_PATH -u GIT_OBJECT_DIRECTORY git update-ref refs/heads/main ${sha}`;

async function installHook(directory: string, name: string, script: string): Promise<void> {
  const path = join(directory, 'hooks', name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}
