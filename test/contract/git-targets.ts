import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitRepositoryOptions, openGitRepository } from '@towline/shared/git';
import { runProcess, systemClock } from '@towline/shared/process';
import { type GitServerOptions, startGitServer } from '@towline/test-kit/git';
import type { GitTarget } from './git-suite.js';

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
      return { repository, remote, race: (action) => git.beforeNext('receive-pack', action) };
    },
    async stop() {
      await git.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
