import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@towline/shared/process';
import { type KubeFake, kubeConfig, startKubeFake } from '@towline/test-kit/kube';
import { loadClusterAccess } from './access/load-cluster-access.js';
import { createKubeClient, type KubeClient } from './kube-client.js';
import { reviewAccess } from './review-access.js';

let fake: KubeFake;
let folder: string;
let client: KubeClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-review-'));
  const rules = [
    { verbs: ['list'], apiGroups: ['argoproj.io'], resources: ['applications'] },
    { verbs: ['patch'], apiGroups: ['argoproj.io'], resources: ['applications/status'], namespaces: ['argocd'] },
    { verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['known'] },
  ];
  fake = await startKubeFake({ users: [{ name: 'reader', token: 'reader', rules }] });
  const file = join(folder, 'config');
  await writeFile(file, kubeConfig({ url: fake.url, ca: fake.ca, token: 'reader' }));
  client = createKubeClient(await loadClusterAccess({ kubeConfig: file, environment: {}, clock: systemClock }));
});
afterAll(async () => {
  await fake.stop();
  await rm(folder, { recursive: true });
});

describe('reviewAccess', () => {
  const applications = { group: 'argoproj.io', resource: 'applications' };
  const configMaps = { verb: 'get', group: '', resource: 'configmaps' };
  it.each([
    ['what is allowed', { verb: 'list', ...applications }, true],
    ['what is not allowed', { verb: 'patch', ...applications }, false],
    [
      'a subresource from its resource',
      { verb: 'patch', ...applications, subresource: 'status', namespace: 'argocd' },
      true,
    ],
    [
      'one namespace from another',
      { verb: 'patch', ...applications, subresource: 'status', namespace: 'other' },
      false,
    ],
    ['one object', { ...configMaps, name: 'known' }, true],
    ['one object from all', configMaps, false],
  ])('tells %s', async (_what, question, expected) => {
    expect(await reviewAccess(client, question)).toBe(expected);
  });
});
