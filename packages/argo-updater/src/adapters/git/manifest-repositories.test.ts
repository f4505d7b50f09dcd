import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSecretStore } from '@towline/shared/config';
import { runProcess, systemClock } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { type GitServer, type ServedRepository, startGitServer } from '@towline/test-kit/git';
import { type GitHubServer, startGitHub } from '@towline/test-kit/github';
import type { RepositoryCluster } from './find-access.js';
import { createManifestRepositories, type ManifestRepositoriesOptions } from './manifest-repositories.js';

const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const identity = { name: 'argo-updater', email: 'updater@example.com' };

let folder: string;
let git: GitServer;
let github: GitHubServer;
let remote: ServedRepository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-repositories-'));
  git = await startGitServer();
  github = await startGitHub({ git, app: { appId: '7', installationId: '11', key: key.privateKey } });
  remote = await git.createRepository('acme/manifests.git', { f: '0' });
});
afterAll(async () => {
  await github.stop();
  await git.stop();
  await rm(folder, { recursive: true, force: true });
});

const cluster = (): RepositoryCluster => ({
  argocdSecrets: async () => [],
  secret: async () => ({
    githubAppID: new Secret('7'),
    githubAppInstallationID: new Secret('11'),
    githubAppPrivateKey: new Secret(key.privateKey),
    githubAppEnterpriseBaseUrl: new Secret(github.url),
  }),
  knownHosts: async () => '',
  certificate: async () => undefined,
});
const create = (options: Partial<ManifestRepositoriesOptions> = {}) =>
  createManifestRepositories(
    {
      run: runProcess,
      clock: systemClock,
      environment: { ...process.env, TMPDIR: folder },
      places: { cluster: cluster(), secrets: createSecretStore({ resolvers: [] }) },
    },
    { identity, ...options },
  );
const open = (repository: string) => ({ repository, credentials: { kind: 'repocreds' } as const });

describe('manifest repositories', () => {
  it('are opened once for all spellings of an address', async () => {
    await using repositories = create();
    const one = await repositories.open(open(remote.url));
    expect(await repositories.open(open(remote.url.replace(/\.git$/, '/')))).toBe(one);
    expect(
      await repositories.open({ ...open(remote.url), credentials: { kind: 'secret', namespace: 'a', name: 'b' } }),
    ).not.toBe(one);
  });

  it('leave nothing behind, unless a directory is given', async () => {
    const cacheDirectory = join(folder, 'cache');
    for (const options of [{}, { cacheDirectory }]) {
      await using repositories = create(options);
      const repository = await repositories.open(open(remote.url));
      expect((await repository.snapshot('main'))?.commit).toBe(await remote.head());
    }
    expect(existsSync(join(cacheDirectory, 'git'))).toBe(true);
    expect(await readdir(folder)).toEqual(['cache']);
  });

  it('are committed to by GitHub itself, which signs, where an App is asked to', async () => {
    await using repositories = create({ commits: 'api' });
    const place = {
      repository: 'https://github.example/acme/manifests',
      credentials: { kind: 'secret', namespace: 'argocd', name: 'app' },
    } as const;
    const repository = await repositories.open(place);
    const onto = await repository.snapshot('main');
    if (onto === undefined) throw new Error('there is no branch');
    const changes = [{ kind: 'write', path: 'f', content: Buffer.from('1') }] as const;
    const pushed = await repository.push({ onto, commits: [{ message: 'One', author: identity, changes }] });
    expect(pushed.kind).toBe('accepted');
    expect(await remote.read('f')).toBe('1');
    expect(github.requests.count('POST graphql')).toBeGreaterThan(0);
    expect(git.requests.count('receive-pack')).toBe(0);
  });
});
