import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import type { ClusterOptions } from './cluster-access.js';
import { loadClusterAccess } from './load-cluster-access.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-access-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');
const config = (user: object, cluster: object = {}, name = 'one') =>
  JSON.stringify({
    'current-context': name,
    clusters: [{ name, cluster: { server: 'https://kube.example:6443/', ...cluster } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'apps' } }],
  });
let count = 0;
const write = async (text: string): Promise<string> => {
  count += 1;
  const path = join(folder, `config-${count}`);
  await writeFile(path, text);
  return path;
};
const load = (options: Partial<ClusterOptions>) =>
  loadClusterAccess({ environment: {}, clock: createManualClock(), ...options });
const loadUser = async (user: object, cluster?: object) => load({ kubeConfig: await write(config(user, cluster)) });

describe('a user of a kubeconfig', () => {
  it.each([
    ['a token', { token: 't' }, 'Bearer t'],
    ['a name and a password', { username: 'u', password: 'p' }, `Basic ${base64('u:p')}`],
    ['nothing', {}, undefined],
  ])('can have %s', async (_what, user, header) => {
    expect((await (await loadUser(user)).authorization())?.reveal()).toBe(header);
  });

  it('can have a certificate, within the file or beside it', async () => {
    await writeFile(join(folder, 'client.crt'), 'CERT');
    const user = { 'client-certificate': 'client.crt', 'client-key-data': base64('KEY') };
    const { connection } = await loadUser(user);
    expect(connection.clientCertificate?.certificate).toBe('CERT');
    expect(connection.clientCertificate?.key.reveal()).toBe('KEY');
  });

  it('can have a token in a file, which is read again when it was renewed', async () => {
    const file = join(folder, 'token');
    const clock = createManualClock();
    await writeFile(file, 'first\n');
    const access = await load({ kubeConfig: await write(config({ tokenFile: 'token' })), clock });
    expect((await access.authorization())?.reveal()).toBe('Bearer first');
    await writeFile(file, 'second\n');
    expect((await access.authorization())?.reveal()).toBe('Bearer first');
    await clock.advance(61_000);
    expect((await access.authorization())?.reveal()).toBe('Bearer second');
  });

  it('can log in by a program', async () => {
    const program = join(folder, 'login.sh');
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'from-exec' },
    };
    await writeFile(program, `#!/bin/sh\necho '${JSON.stringify(credential)}'\n`);
    await chmod(program, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: program, interactiveMode: 'Never' };
    expect((await (await loadUser({ exec })).authorization())?.reveal()).toBe('Bearer from-exec');
  });

  it('is told that their program failed', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: join(folder, 'no-such-program') };
    await expect(loadUser({ exec })).rejects.toMatchObject({ code: 'kubernetes-login' });
  });
});

describe('a cluster of a kubeconfig', () => {
  it('is trusted by its own CA alone', async () => {
    const { server, namespace, connection } = await loadUser({}, { 'certificate-authority-data': base64('CA') });
    expect({ server, namespace }).toEqual({ server: 'https://kube.example:6443', namespace: 'apps' });
    expect(connection).toMatchObject({ ca: ['CA'], systemCa: false });
  });

  it('may be taken blindly, by another name, or by a proxy', async () => {
    const { connection } = await loadUser(
      {},
      { 'insecure-skip-tls-verify': true, 'tls-server-name': 'inner', 'proxy-url': 'http://proxy:3128' },
    );
    expect(connection).toMatchObject({
      insecureHosts: ['kube.example:6443'],
      serverName: 'inner',
      proxy: { https: 'http://proxy:3128' },
    });
  });

  it('is refused where its proxy is none of HTTP', async () => {
    await expect(loadUser({}, { 'proxy-url': 'socks5://proxy:1080' })).rejects.toMatchObject({
      code: 'kubernetes-config-invalid',
      message: expect.stringContaining('socks5://proxy:1080'),
    });
  });
});

describe('the way to a cluster', () => {
  it('goes by the context that is named', async () => {
    const two = JSON.parse(config({ token: 'two' }, { server: 'https://two.example' }, 'two'));
    const both = JSON.parse(config({ token: 'one' }));
    for (const section of ['clusters', 'users', 'contexts']) both[section].push(...two[section]);
    const kubeConfig = await write(JSON.stringify(both));
    expect((await load({ kubeConfig })).server).toBe('https://kube.example:6443');
    expect((await load({ kubeConfig, context: 'two' })).server).toBe('https://two.example');
  });

  it('goes by the files of KUBECONFIG, the first on top', async () => {
    const first = await write(JSON.stringify({ users: [{ name: 'one', user: { token: 'above' } }] }));
    const KUBECONFIG = [first, join(folder, 'not-there'), await write(config({ token: 'below' }))].join(':');
    expect((await (await load({ environment: { KUBECONFIG } })).authorization())?.reveal()).toBe('Bearer above');
  });

  it('goes by the service account of a pod before the files of a person', async () => {
    const serviceAccount = join(folder, 'service-account');
    await mkdir(serviceAccount);
    for (const [name, text] of Object.entries({ token: 'pod', 'ca.crt': 'CA', namespace: 'argocd' })) {
      await writeFile(join(serviceAccount, name), text);
    }
    const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443', HOME: folder };
    const access = await load({ environment, serviceAccount });
    expect(access).toMatchObject({ server: 'https://[fd00::1]:443', namespace: 'argocd', connection: { ca: ['CA'] } });
    expect((await access.authorization())?.reveal()).toBe('Bearer pod');
  });

  it.each([
    ['no file', { kubeConfig: '/no/such/file' }, 'kubernetes-config-missing'],
    ['neither file nor pod', { environment: { HOME: '/no/such/home' } }, 'kubernetes-config-missing'],
  ])('is missing where there is %s', async (_what, options, code) => {
    await expect(load(options)).rejects.toMatchObject({ code });
  });

  it.each([
    ['no YAML', 'a: [', 'kubernetes-config-invalid'],
    ['no context', JSON.stringify({ clusters: [] }), 'names no current context'],
    ['a context that is not there', JSON.stringify({ 'current-context': 'gone' }), 'has no context gone'],
    ['a form of its own', JSON.stringify({ clusters: 'all' }), 'clusters'],
  ])('is refused where the file has %s', async (_what, text, words) => {
    const failure = await load({ kubeConfig: await write(text) }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'kubernetes-config-invalid' });
    expect(`${String(failure)} kubernetes-config-invalid`).toContain(words);
  });
});
