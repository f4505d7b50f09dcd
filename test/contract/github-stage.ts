import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { createGitHubRepository, type GitHubDependencies, type GitHubRepositoryOptions } from '@towline/shared/git';
import { Secret } from '@towline/shared/secret';
import { type GitServer, type ServedRepository, startGitServer } from '@towline/test-kit/git';
import { type GitHubServer, startGitHub } from '@towline/test-kit/github';
import { dependencies, identity } from './git-targets.js';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** The servers of the tests of one file. */
export let git: GitServer;
export let github: GitHubServer;
/** How many repositories there were so far. */
export let count = 0;

beforeAll(async () => {
  git = await startGitServer();
  github = await startGitHub({ git, tokens: ['t0ken'], app: { appId: '7', installationId: '11', key: privateKey } });
});
afterAll(async () => {
  await github.stop();
  await git.stop();
});

/** The repository that was made last, by the API. */
export function connect(options: Partial<GitHubRepositoryOptions> = {}, more: Partial<GitHubDependencies> = {}) {
  return createGitHubRepository(
    { ...dependencies, ...more },
    {
      owner: 'acme',
      repository: `repo-${count}`,
      apiUrl: github.url,
      credentials: { kind: 'token', token: new Secret('t0ken') },
      identity,
      ...options,
    },
  );
}

/** A new repository of two files, as both sides see it. */
export async function open(options: Partial<GitHubRepositoryOptions> = {}) {
  count += 1;
  const remote: ServedRepository = await git.createRepository(`acme/repo-${count}.git`, { f: '0', 'a/g': '0' });
  return { remote, repository: connect(options) };
}

/** A new repository without a commit. */
export async function openEmpty() {
  count += 1;
  await git.createRepository(`acme/repo-${count}.git`);
  return connect();
}
