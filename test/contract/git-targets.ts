import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createGitHubRepository,
  type GitHubRepositoryOptions,
  type GitProgramRepository,
  type GitRepositoryOptions,
  openGitRepository,
} from '@towline/shared/git';
import { runProcess, systemClock } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { createBareRepository, type GitServerOptions, startGitServer } from '@towline/test-kit/git';
import { startGitHub } from '@towline/test-kit/github';
import { startSshd } from '@towline/test-kit/real';
import type { GitTarget, OpenedRepository } from './git-suite.js';

/** The committer of all that is pushed here. */
export const identity = { name: 'Towline', email: 'towline@example.com' };

/** What a repository by the git program works with, on this machine. */
export const dependencies = { run: runProcess, clock: systemClock, environment: process.env };

/** The git program against the kit's smart-HTTP server. */
export async function startHttpTarget(
  server: GitServerOptions,
  options: Partial<GitRepositoryOptions> = {},
): Promise<GitTarget> {
  const git = await startGitServer(server);
  const folder = await mkdtemp(join(tmpdir(), 'towline-mirrors-'));
  let count = 0;
  return {
    async open(files) {
      count += 1;
      const remote = await git.createRepository(`repo-${count}.git`, files);
      const directory = join(folder, String(count));
      const repository = openGitRepository(dependencies, { identity, url: remote.url, directory, ...options });
      return { repository, remote, race: (theirs) => remote.commitDuringPush({ files: theirs }) };
    },
    async stop() {
      await git.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The git program against OpenSSH, by CodeCommit's form of addresses. */
export async function startSshTarget(): Promise<GitTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-ssh-'));
  const sshd = await startSshd({ root: join(folder, 'served') });
  const credentials = {
    kind: 'ssh',
    privateKey: new Secret(sshd.client.privateKey),
    hostKeys: { kind: 'known', knownHosts: sshd.knownHosts },
  } as const;
  const opened: GitProgramRepository[] = [];
  return {
    async open(files) {
      const count = opened.length + 1;
      const remote = await createBareRepository(join(folder, 'served', `repo-${count}`), { filters: true });
      if (Object.keys(files).length > 0) await remote.commit({ files, message: 'The first commit' });
      const url = sshd.url(`v1/repos/repo-${count}`);
      const directory = join(folder, 'mirrors', String(count));
      const repository = openGitRepository(dependencies, { identity, url, directory, credentials });
      opened.push(repository);
      return { repository, remote, race: (theirs) => remote.commitDuringPush({ files: theirs }) };
    },
    async stop() {
      await Promise.all(opened.map((repository) => repository[Symbol.asyncDispose]()));
      await sshd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The GitHub adapter against the kit's API over a Git server. */
export async function startGitHubTarget(options: Partial<GitHubRepositoryOptions> = {}): Promise<GitTarget> {
  const git = await startGitServer();
  const github = await startGitHub({ git, tokens: ['t0ken'] });
  let count = 0;
  return {
    async open(files) {
      count += 1;
      const name = `repo-${count}`;
      const remote = await git.createRepository(`acme/${name}.git`, files);
      const repository = createGitHubRepository(dependencies, {
        owner: 'acme',
        repository: name,
        apiUrl: github.url,
        credentials: { kind: 'token', token: new Secret('t0ken') },
        identity,
        ...options,
      });
      const race: OpenedRepository['race'] = async (theirs) =>
        github.beforeNext('PATCH git/refs', () => remote.commit({ files: theirs }));
      return { repository, remote, race };
    },
    async stop() {
      await github.stop();
      await git.stop();
    },
  };
}
