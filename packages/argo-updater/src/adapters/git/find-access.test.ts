import { describe, expect, it } from '@jest/globals';
import { createSecretStore } from '@towline/shared/config';
import { Secret } from '@towline/shared/secret';
import type { ArgocdSecret } from './argocd-repositories.js';
import { type AccessQuestion, findAccess, type RepositoryCluster } from './find-access.js';

const fields = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, new Secret(value)]));
const secret = (kind: ArgocdSecret['kind'], values: Readonly<Record<string, string>>): ArgocdSecret => ({
  kind,
  fields: fields(values),
});

const https = 'https://git.example/acme/web.git';
const ssh = 'git@git.example:acme/web.git';

interface World {
  readonly argocd?: readonly ArgocdSecret[];
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly certificates?: Readonly<Record<string, string>>;
}

function cluster({ argocd = [], secrets = {}, certificates = {} }: World): RepositoryCluster {
  return {
    argocdSecrets: async () => argocd,
    secret: async (namespace, name) => {
      const found = secrets[`${namespace}/${name}`];
      return found && fields(found);
    },
    knownHosts: async () => 'git.example ssh-ed25519 AAAA',
    certificate: async (host) => certificates[host],
  };
}

const store = createSecretStore({
  resolvers: [{ scheme: 'env', resolve: async (text) => new Secret(text === 'env:PAIR' ? 'me:p:w' : 'only-a-token') }],
});
const find = (question: Partial<AccessQuestion>, world?: World, fallback?: string) =>
  findAccess(
    { cluster: world && cluster(world), secrets: store, knownHosts: 'other.example ssh-rsa BBBB', fallback },
    { repository: https, credentials: { kind: 'repocreds' }, ...question },
  );
/** Credentials with their secrets open, to compare. */
const opened = async (...given: Parameters<typeof find>) => {
  const { credentials } = await find(...given);
  const entries = Object.entries(credentials).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, value instanceof Secret ? value.reveal() : value]));
};

describe('credentials of Argo CD', () => {
  const own = secret('repository', { url: 'https://GIT.example/acme/web', username: 'own', password: 'p1' });
  const team = secret('repo-creds', { url: 'https://git.example/acme', username: 'team', password: 'p2' });
  const all = secret('repo-creds', { url: 'https://git.example', username: 'all', password: 'p3' });
  const bare = secret('repository', { url: https });

  it.each([
    ['are those of the repository, however its address is spelled', [all, own], 'own'],
    ['are those of the template with the longest address', [all, team], 'team'],
    ['are those of a template where the repository has only an address', [bare, all], 'all'],
  ])('%s', async (_fact, argocd, username) => {
    expect(await opened({}, { argocd })).toMatchObject({ kind: 'basic', username });
  });

  it.each([
    [
      'of a template whose address is no whole part',
      [secret('repo-creds', { url: 'https://git.example/ac', password: 'p' })],
    ],
    ['of a Helm repository', [secret('repository', { url: https, type: 'helm', username: 'u', password: 'p' })]],
    ['of another repository', [secret('repository', { url: 'https://git.example/acme/api', password: 'p' })]],
  ])('are not those %s', async (_fact, argocd) => {
    expect(await opened({}, { argocd })).toEqual({ kind: 'none' });
  });

  it('may be found elsewhere where Argo CD has none', async () => {
    expect(await opened({}, {}, 'env:TOKEN')).toEqual({ kind: 'token', token: 'only-a-token' });
    expect(await opened({}, undefined, 'env:PAIR')).toEqual({ kind: 'basic', username: 'me', password: 'p:w' });
  });
});

describe('the fields of a secret', () => {
  const app = { githubAppID: '7', githubAppInstallationID: '11', githubAppPrivateKey: 'PEM' };
  const question = (repository: string) => ({
    repository,
    credentials: { kind: 'secret', namespace: 'team', name: 'git' } as const,
  });
  const of = (values: Readonly<Record<string, string>>): World => ({ secrets: { 'team/git': values } });

  it.each([
    ['user and password', https, { username: 'u', password: 'p' }, { kind: 'basic', username: 'u', password: 'p' }],
    ['a password alone', https, { password: 'p' }, { kind: 'token', token: 'p' }],
    ['a bearer token', https, { bearerToken: 't' }, { kind: 'bearer', token: 't' }],
    [
      'a GitHub App',
      https,
      { ...app, password: 'p' },
      { kind: 'github-app', appId: '7', installationId: '11', privateKey: 'PEM' },
    ],
    [
      'a GitHub App of an own server',
      https,
      { ...app, githubAppEnterpriseBaseUrl: 'https://ghe.example/api/v3' },
      { kind: 'github-app', appId: '7', installationId: '11', privateKey: 'PEM', apiUrl: 'https://ghe.example/api/v3' },
    ],
    [
      'an SSH key, with the hosts that both know',
      ssh,
      { sshPrivateKey: 'KEY' },
      {
        kind: 'ssh',
        privateKey: 'KEY',
        hostKeys: { kind: 'known', knownHosts: 'other.example ssh-rsa BBBB\ngit.example ssh-ed25519 AAAA' },
      },
    ],
    [
      'an SSH key for a server that is taken blindly',
      ssh,
      { sshPrivateKey: 'KEY', insecureIgnoreHostKey: 'true' },
      { kind: 'ssh', privateKey: 'KEY', hostKeys: { kind: 'unchecked' } },
    ],
  ])('can be %s', async (_what, repository, values, expected) => {
    expect(await opened(question(repository), of(values))).toEqual(expected);
  });

  it.each([
    ['lacks what HTTPS needs', https, { sshPrivateKey: 'KEY' }, 'repository-secret-incomplete'],
    ['lacks what SSH needs', ssh, { username: 'u', password: 'p' }, 'repository-secret-incomplete'],
    [
      'asks for a client certificate',
      https,
      { password: 'p', tlsClientCertData: 'PEM' },
      'repository-secret-unsupported',
    ],
  ])('are refused where the secret %s', async (_what, repository, values, code) => {
    await expect(find(question(repository), of(values))).rejects.toMatchObject({ code });
  });

  it('are refused where there is no secret, or no cluster', async () => {
    await expect(find(question(https), {})).rejects.toMatchObject({ code: 'repository-secret-missing' });
    await expect(find(question(https))).rejects.toMatchObject({ code: 'repository-no-cluster' });
  });

  it('say how the server is trusted, and by which proxy it is reached', async () => {
    const world = {
      ...of({ password: 'p', insecure: 'true', proxy: 'http://proxy:3128' }),
      certificates: { 'git.example': 'CA' },
    };
    expect(await find(question(https), world)).toMatchObject({
      tls: { ca: 'CA', insecure: true },
      proxy: 'http://proxy:3128',
    });
  });
});
