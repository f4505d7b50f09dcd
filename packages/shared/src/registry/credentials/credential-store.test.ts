import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { Secret } from '../../secret/index.js';
import type { RegistryCredential } from './credential.js';
import { type CredentialPlace, type CredentialStoreDependencies, createCredentialStore } from './credential-store.js';

const repository = { host: 'reg.acme.io', path: 'team/web' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const auth = (user: string) => ({ auth: base64(`${user}:s3cret`) });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-credentials-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

interface Case extends Partial<CredentialStoreDependencies>, CredentialPlace {
  readonly of?: typeof repository;
}

function provider({ of: _of, ...all }: Case) {
  const environment = { PATH: `${folder}:${process.env.PATH}`, ...all.environment };
  const store = createCredentialStore({ clock: createManualClock(), ...all, environment });
  return store.providerFor(all);
}

/** A credential in one line, its secret in the open. */
function show(credential: RegistryCredential): string {
  switch (credential.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'basic':
      return `${credential.username}:${credential.password.reveal()}`;
    default:
      return `${credential.kind} ${credential.token.reveal()}`;
  }
}

const get = async (one: Case) => show(await provider(one).credentials({ repository: one.of ?? repository }));
const docker = (config: object): Pick<Case, 'readDockerConfig'> => ({
  readDockerConfig: async () => JSON.stringify(config),
});
const kubernetes = (fields: Record<string, string>): CredentialStoreDependencies['kubernetes'] => ({
  read: async (namespace, name) =>
    namespace === 'ns' && name === 'sec'
      ? Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, new Secret(value)]))
      : undefined,
});
const pullSecret = (auths: object): Case => ({
  credentials: 'pullsecret:ns/sec',
  kubernetes: kubernetes({ '.dockerconfigjson': JSON.stringify({ auths }) }),
});

describe('docker config', () => {
  it.each<[string, object, string]>([
    ['nothing', {}, 'anonymous'],
    ['auth', { auths: { 'reg.acme.io': auth('u') } }, 'u:s3cret'],
    ['a password with colons', { auths: { 'reg.acme.io': { auth: base64('u:a:b:c') } } }, 'u:a:b:c'],
    ['username and password', { auths: { 'reg.acme.io': { username: 'u', password: 'p' } } }, 'u:p'],
    ['a URL as key', { auths: { 'https://reg.acme.io/v2/': auth('u') } }, 'u:s3cret'],
    ['an identity token', { auths: { 'reg.acme.io': { ...auth('u'), identitytoken: 'it' } } }, 'identity-token it'],
    ['a registry token', { auths: { 'reg.acme.io': { registrytoken: 'rt' } } }, 'bearer rt'],
    [
      'the longest path',
      { auths: { 'reg.acme.io': auth('all'), 'reg.acme.io/team': auth('team'), 'reg.acme.io/tea': auth('tea') } },
      'team:s3cret',
    ],
    [
      'another registry only',
      { auths: { 'reg.acme.io.evil.example': auth('evil'), 'acme.io': auth('other') } },
      'anonymous',
    ],
    ['an entry that a helper would fill', { auths: { 'reg.acme.io': {} } }, 'anonymous'],
  ])('with %s', async (_, config, expected) => {
    expect(await get(docker(config))).toBe(expected);
  });

  it('finds Docker Hub under the key that docker login writes', async () => {
    const config = docker({ auths: { 'https://index.docker.io/v1/': auth('hub') } });
    expect(await get({ ...config, of: { host: 'docker.io', path: 'library/nginx' } })).toBe('hub:s3cret');
  });

  it('asks the helper of the registry by stdin', async () => {
    await program('docker-credential-test', `read server; printf '{"Username":"%s","Secret":"%s"}' "$1-$#" "$server"`);
    const config = docker({ credHelpers: { 'reg.acme.io': 'test' }, auths: { 'reg.acme.io': auth('file') } });
    expect(await get(config)).toBe('get-1:reg.acme.io');
  });

  it('takes the user <token> of a helper for an identity token', async () => {
    await program('docker-credential-test', `printf '{"Username":"<token>","Secret":"it"}'`);
    expect(await get(docker({ credsStore: 'test' }))).toBe('identity-token it');
  });

  it('goes on to auths where a helper knows nothing', async () => {
    await program('docker-credential-test', 'echo credentials not found in native keychain; exit 1');
    expect(await get(docker({ credsStore: 'test', auths: { 'reg.acme.io': auth('file') } }))).toBe('file:s3cret');
  });

  it.each([
    ['fails', 'echo s3cret; echo broken >&2; exit 1', 'broken'],
    ['prints something else', 'echo s3cret', 'unknown form'],
  ])('says that a helper %s, without what it printed', async (_, script, words) => {
    await program('docker-credential-test', script);
    const failure = await get(docker({ credsStore: 'test' })).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'registry-credentials', message: expect.stringContaining(words) });
    expect(inspect(failure, { depth: 9 })).not.toContain('s3cret');
  });

  it.each(['../evil', 'a/b', ''])('does not run a helper called %j', async (name) => {
    const asking = get(docker({ credHelpers: { 'reg.acme.io': name } }));
    if (name === '') return expect(await asking).toBe('anonymous');
    return expect(asking).rejects.toMatchObject({ code: 'registry-credentials' });
  });

  it('falls back to what it was given', async () => {
    const otherwise = {
      credentials: async () => ({ kind: 'basic', username: 'AWS', password: new Secret('t') }) as const,
    };
    expect(await get({ ...docker({}), otherwise })).toBe('AWS:t');
  });
});

describe('references', () => {
  it.each<[string, Case, string]>([
    ['env', { credentials: 'env:CREDS', environment: { CREDS: 'u:p:q\n' } }, 'u:p:q'],
    ['secret', { credentials: 'secret:ns/sec#field', kubernetes: kubernetes({ field: 'u:p' }) }, 'u:p'],
    ['pullsecret', pullSecret({ 'https://reg.acme.io': auth('u') }), 'u:s3cret'],
    [
      'pullsecret of an API host',
      { ...pullSecret({ 'api.acme.io': auth('api') }), apiHost: 'api.acme.io' },
      'api:s3cret',
    ],
    ['pullsecret for another path, as the peer', pullSecret({ 'reg.acme.io/other': auth('u') }), 'u:s3cret'],
    [
      'pullsecret in the old form',
      {
        credentials: 'pullsecret:ns/sec',
        kubernetes: kubernetes({ '.dockercfg': JSON.stringify({ 'reg.acme.io': auth('old') }) }),
      },
      'old:s3cret',
    ],
    [
      'a resolver',
      {
        credentials: 'aws-sm://id#f',
        resolvers: [{ scheme: 'aws-sm', resolve: async (reference) => new Secret(`u:${reference}`) }],
      },
      'u:aws-sm://id#f',
    ],
  ])('%s', async (_, one, expected) => {
    expect(await get(one)).toBe(expected);
  });

  it('runs a program without arguments', async () => {
    const path = await program('creds', 'echo "u:$#"');
    expect(await get({ credentials: `ext:${path}` })).toBe('u:0');
  });

  it.each<[string, Case]>([
    ['a variable that is not set', { credentials: 'env:ABSENT' }],
    ['a variable without colon', { credentials: 'env:CREDS', environment: { CREDS: 's3cret' } }],
    ['a program by relative path', { credentials: 'ext:creds.sh' }],
    ['a program that is not there', { credentials: 'ext:/absent/creds.sh' }],
    ['no cluster', { credentials: 'secret:ns/sec#field' }],
    ['no such Secret', { credentials: 'secret:ns/other#field', kubernetes: kubernetes({}) }],
    ['no such field', { credentials: 'secret:ns/sec#field', kubernetes: kubernetes({ other: 's3cret' }) }],
    ['a pull secret without the registry', pullSecret({ 'other.io': auth('u') })],
    [
      'a pull secret that is no JSON',
      { credentials: 'pullsecret:ns/sec', kubernetes: kubernetes({ '.dockerconfigjson': '{"s3cret' }) },
    ],
    ['nobody who resolves it', { credentials: 'vault://x' }],
    ['no reference at all', { credentials: 'u-s3cret' }],
    [
      'a resolver that fails',
      {
        credentials: 'ssm://x',
        resolvers: [{ scheme: 'ssm', resolve: async () => Promise.reject(new Error('down')) }],
      },
    ],
  ])('says so without the secret: %s', async (_, one) => {
    const failure = await get(one).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'registry-credentials' });
    expect(inspect(failure, { depth: 9 })).not.toContain('s3cret');
  });

  it('says so of a program that prints two lines, without the lines', async () => {
    const path = await program('creds', 'echo "u:s3cret"; echo more');
    const failure = await get({ credentials: `ext:${path}` }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'registry-credentials' });
    expect(inspect(failure, { depth: 9 })).not.toContain('s3cret');
  });

  it('are had once until they expire or are refused, for all repositories of a registry', async () => {
    let asked = 0;
    const clock = createManualClock();
    const resolve = async () => new Secret(`u:${++asked}`);
    const store = createCredentialStore({ clock, environment: {}, resolvers: [{ scheme: 'ssm', resolve }] });
    const registry = store.providerFor({ credentials: 'ssm://x', expiresAfterMs: 1_000 });
    const now = async (refresh = false) => show(await registry.credentials({ repository }, { refresh }));
    expect([await now(), await now()]).toEqual(['u:1', 'u:1']);
    expect(show(await registry.credentials({ repository: { ...repository, path: 'other' } }))).toBe('u:1');
    clock.advance(1_000);
    expect(await now()).toBe('u:2');
    expect(await now(true)).toBe('u:3');
    expect(await Promise.all([now(true), now(true)])).toEqual(['u:4', 'u:4']);
  });

  it('of one image go before those of its registry', async () => {
    const registry = provider({ credentials: 'env:A', environment: { A: 'a:1', B: 'b:2' } });
    expect(show(await registry.credentials({ repository, credentials: 'env:B' }))).toBe('b:2');
  });
});
