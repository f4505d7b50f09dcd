import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@towline/shared/process';
import { type KubeFake, type SeedObject, startKubeFake } from '@towline/test-kit/kube';
import { loadClusterAccess } from './access/load-cluster-access.js';
import { createRepositoryCluster } from './argocd-settings.js';
import { createKubeClient, type KubeClient } from './kube-client.js';
import { createLiveApplications } from './live-applications.js';
import { readCluster } from './read-cluster.js';
import { createKubernetesResolver, createSecretReader } from './secrets.js';

const apiVersions: Readonly<Record<string, string>> = {
  Application: 'argoproj.io/v1alpha1',
  ImageUpdater: 'argocd-image-updater.argoproj.io/v1alpha1',
};

interface Draft {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: object;
}

const object = ({ kind, name, namespace = 'argocd', labels = {} }: Draft, rest: object = {}): SeedObject => {
  const metadata = { name, namespace, labels };
  return { apiVersion: apiVersions[kind] ?? 'v1', kind, metadata, ...rest };
};
const application = (name: string, namespace = 'argocd') =>
  object(
    { kind: 'Application', name, namespace },
    { spec: { project: 'default', destination: {}, source: { repoURL: 'https://git.example/x' } } },
  );
const base64 = (text: string) => Buffer.from(text).toString('base64');

let fake: KubeFake;
let folder: string;
const clientFor = async (kubeConfig = fake.kubeConfig): Promise<KubeClient> => {
  const file = join(folder, 'config');
  await writeFile(file, kubeConfig);
  return createKubeClient(await loadClusterAccess({ kubeConfig: file, environment: {}, clock: systemClock }), {
    clock: { now: Date.now, sleep: async () => undefined },
  });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-cluster-'));
  fake = await startKubeFake({
    tls: true,
    users: [{ name: 'blind', token: 'blind', rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] }],
  });
  fake.seed([
    ...Array.from({ length: 1_203 }, (_, index) => application(`app-${index}`)),
    application('elsewhere', 'team'),
    object(
      { kind: 'ImageUpdater', name: 'all' },
      { spec: { applicationRefs: [{ namePattern: '*', useAnnotations: true }] } },
    ),
    object({ kind: 'Secret', name: 'creds' }, { data: { username: base64('me'), password: base64('p\u00e4ss') } }),
    object(
      { kind: 'Secret', name: 'repo', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      { data: { url: base64('https://git.example/x') } },
    ),
    object(
      { kind: 'ConfigMap', name: 'argocd-ssh-known-hosts-cm' },
      { data: { ssh_known_hosts: 'git.example ssh-ed25519 AAAA' } },
    ),
  ]);
});
afterAll(async () => {
  await fake.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('readCluster', () => {
  it('reads all pages of a namespace, and no other namespace', async () => {
    fake.requests.clear();
    const { applications, imageUpdaters, findings } = await readCluster(await clientFor(), { namespaces: ['argocd'] });
    expect(applications).toHaveLength(1_203);
    expect(imageUpdaters.map(({ name }) => name)).toEqual(['all']);
    expect(findings).toEqual([]);
    expect(fake.requests.counts()).toEqual({ 'list:applications': 3, 'list:imageupdaters': 1 });
  });

  it('reads the whole cluster by one list of each', async () => {
    const { applications } = await readCluster(await clientFor(), { namespaces: 'all' });
    expect(applications.filter(({ namespace }) => namespace === 'team')).toHaveLength(1);
    expect(applications).toHaveLength(1_204);
  });

  it('begins again where the server forgot the beginning of the list', async () => {
    const gone = { kind: 'Status', reason: 'Expired', message: 'The provided continue parameter is too old' };
    fake.faults.add({
      effect: 'answer',
      status: 410,
      body: JSON.stringify(gone),
      match: { path: /continue=/ },
      times: 1,
    });
    const { applications } = await readCluster(await clientFor(), { namespaces: ['argocd'] });
    expect(applications).toHaveLength(1_203);
  });

  it('says in the words of the server which right is missing', async () => {
    const client = await clientFor(fake.kubeConfig.replace(fake.token, 'blind'));
    await expect(readCluster(client, { namespaces: ['argocd'] })).rejects.toMatchObject({
      code: 'kubernetes-forbidden',
      message: expect.stringContaining('User "blind" cannot list resource "applications"'),
    });
  });

  it('does not take a cluster without Argo CD for an empty one', async () => {
    fake.faults.add({
      effect: 'answer',
      status: 404,
      body: '404 page not found',
      match: { path: /\/applications/ },
      times: 1,
    });
    await expect(readCluster(await clientFor(), { namespaces: ['argocd'] })).rejects.toMatchObject({
      code: 'kubernetes-not-found',
    });
  });

  it('takes a cluster without ImageUpdaters as it is', async () => {
    fake.faults.add({
      effect: 'answer',
      status: 404,
      body: '404 page not found',
      match: { path: /\/imageupdaters/ },
      times: 1,
    });
    const { imageUpdaters } = await readCluster(await clientFor(), { namespaces: ['team'] });
    expect(imageUpdaters).toEqual([]);
  });
});

describe('Secrets', () => {
  it('are read decoded, one at a time', async () => {
    const fields = await createSecretReader(await clientFor()).read('argocd', 'creds');
    expect(fields?.password?.reveal()).toBe('päss');
    expect(JSON.stringify(fields)).not.toContain('päss');
  });

  it('are undefined where there is none', async () => {
    expect(await createSecretReader(await clientFor()).read('argocd', 'other')).toBeUndefined();
  });

  it('resolve references, and name the key that is missing', async () => {
    const resolver = createKubernetesResolver(createSecretReader(await clientFor()));
    expect((await resolver.resolve('k8s://argocd/creds#username')).reveal()).toBe('me');
    await expect(resolver.resolve('k8s://argocd/creds#token')).rejects.toMatchObject({
      code: 'secret-not-found',
      message: expect.stringContaining('has no key token'),
    });
  });
});

describe('what Argo CD knows of repositories', () => {
  it('is read once', async () => {
    const cluster = createRepositoryCluster(await clientFor(), { namespace: 'argocd' });
    fake.requests.clear();
    const [first] = await Promise.all([cluster.argocdSecrets({}), cluster.argocdSecrets({})]);
    expect(first.map(({ kind, fields }) => [kind, fields.url?.reveal()])).toEqual([
      ['repository', 'https://git.example/x'],
    ]);
    expect(await cluster.knownHosts({})).toBe('git.example ssh-ed25519 AAAA');
    expect(await cluster.certificate('git.example', {})).toBeUndefined();
    expect(fake.requests.counts()).toEqual({ 'list:secrets': 1, 'get:configmaps': 2 });
  });
});

describe('live Applications', () => {
  const name = { namespace: 'argocd', name: 'app-7' };
  const operations = (resourceVersion: string, image: string) => [
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion } as const,
    { op: 'add', path: '/spec/source/kustomize', value: { images: [image] } } as const,
  ];

  it('are changed where the operations say and nowhere else', async () => {
    const live = createLiveApplications(await clientFor());
    const { origin } = (await live.read(name)) ?? {};
    if (origin?.kind !== 'cluster') throw new Error('it was not read');
    expect(await live.patch(name, operations(origin.resourceVersion, 'web:2'))).toEqual({ kind: 'patched' });
    const [changed] = fake.objects('applications').filter(({ metadata }) => metadata.name === 'app-7');
    expect(changed?.spec).toMatchObject({
      project: 'default',
      source: { repoURL: 'https://git.example/x', kustomize: { images: ['web:2'] } },
    });
  });

  it('are left alone where somebody was quicker', async () => {
    const live = createLiveApplications(await clientFor());
    expect(await live.patch(name, operations('1', 'web:3'))).toEqual({ kind: 'conflict' });
  });

  it('are undefined where they are gone', async () => {
    expect(await createLiveApplications(await clientFor()).read({ ...name, name: 'gone' })).toBeUndefined();
  });
});
