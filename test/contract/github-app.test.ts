import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitHubRepository, type GitHubApp, openGitRepository } from '@towline/shared/git';
import type { GitRepository } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';
import { createManualClock } from '@towline/test-kit/clock';
import { type GitServer, passwordOf, type ServedRepository, startGitServer } from '@towline/test-kit/git';
import { type GitHubServer, startGitHub } from '@towline/test-kit/github';
import { accepted, commitOf, snapshotOf } from './git-suite.js';
import { dependencies, identity } from './git-targets.js';

const makeKey = (): string =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

const key = makeKey();
let folder: string;
let git: GitServer;
let github: GitHubServer;
let remote: ServedRepository;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-github-app-'));
  git = await startGitServer({ authorize: (given) => github.accepts(passwordOf(given) ?? '') });
  github = await startGitHub({ git, app: { appId: '7', installationId: '11', key } });
  remote = await git.createRepository('acme/app.git', { f: '0' });
});
afterAll(async () => {
  await github.stop();
  await git.stop();
  await rm(folder, { recursive: true, force: true });
});

const app = (over: Partial<GitHubApp> = {}) =>
  ({ kind: 'github-app', appId: 7, installationId: 11, privateKey: new Secret(key), ...over }) as const;

const byApi = (over: Partial<GitHubApp> = {}): GitRepository =>
  createGitHubRepository(dependencies, {
    owner: 'acme',
    repository: 'app',
    apiUrl: github.url,
    credentials: app(over),
    identity,
  });

const byGit = (over: Partial<GitHubApp> = {}): GitRepository =>
  openGitRepository(dependencies, {
    url: remote.url,
    directory: join(folder, 'mirror'),
    credentials: app({ apiUrl: github.url, ...over }),
    identity,
  });

describe.each([
  ['the API', byApi],
  ['the git program', byGit],
] as const)('a GitHub App by %s', (_how, open) => {
  it('is given a token once, and reads and pushes with it', async () => {
    const repository = open();
    const issued = github.issuedTokens();
    const onto = await snapshotOf(repository);
    const [sha] = accepted(await repository.push({ onto, commits: [commitOf('By an app', { f: `${issued}` })] }));
    expect([github.issuedTokens() - issued, await remote.head()]).toEqual([1, sha]);
  });

  it.each([
    ['whose key is another', { privateKey: new Secret(makeKey()) }],
    ['that is not installed there', { installationId: 12 }],
    ['whose key is none', { privateKey: new Secret('no key') }],
  ])('%s gets no token, and its key is not shown', async (_what, over) => {
    const error: unknown = await open(over)
      .head('main')
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'git-authentication' });
    expect(String(error)).not.toMatch(/BEGIN|no key/);
  });
});

describe('a token of an app', () => {
  it('is good for an hour', async () => {
    const clock = createManualClock(Date.now());
    const other = await startGitHub({ git, clock, app: { appId: '7', installationId: '11', key } });
    const open = () =>
      createGitHubRepository(dependencies, {
        owner: 'acme',
        repository: 'app',
        apiUrl: other.url,
        credentials: app(),
        identity,
      });
    try {
      const repository = open();
      expect(await repository.head('main')).toBeDefined();
      clock.advance(3_600_000);
      await expect(repository.head('main')).rejects.toMatchObject({ code: 'git-authentication' });
    } finally {
      await other.stop();
    }
  });
});
