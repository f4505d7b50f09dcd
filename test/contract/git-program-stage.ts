import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type GitDependencies, type GitRepositoryOptions, openGitRepository } from '@towline/shared/git';
import { Secret } from '@towline/shared/secret';
import { basicAuth, type GitServer, startGitServer } from '@towline/test-kit/git';
import { dependencies, identity } from './git-targets.js';

/** The server of the tests of one file. */
export let server: GitServer;
/** Where their mirrors are. */
export let folder: string;
/** How many repositories there were so far. */
export let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-git-program-'));
  server = await startGitServer({ authorize: basicAuth('ann', 'secret-pass') });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Who the server lets in. */
export const credentials = { kind: 'basic', username: 'ann', password: new Secret('secret-pass') } as const;

/** A new repository of 40 files, by the git program on a mirror of its own. */
export async function open(options: Partial<GitRepositoryOptions> = {}, deps: Partial<GitDependencies> = {}) {
  count += 1;
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`apps/${n % 4}/${n}.yaml`, `image: ${n}\n`]));
  const remote = await server.createRepository(`repo-${count}.git`, files);
  const directory = join(folder, `mirror-${count}`);
  const given = { identity, url: remote.url, directory, credentials, ...options };
  const reopen = (more: Partial<GitRepositoryOptions> = {}) =>
    openGitRepository({ ...dependencies, ...deps }, { ...given, ...more });
  return { repository: reopen(), reopen, remote, directory };
}
