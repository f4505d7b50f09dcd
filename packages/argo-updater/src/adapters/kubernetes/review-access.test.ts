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
  const rules = [{ verbs: ['list'], apiGroups: ['argoproj.io'], resources: ['applications'] }];
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
  it.each([
    ['allowed', 'list', true],
    ['not allowed', 'patch', false],
  ])('tells what is %s', async (_what, verb, expected) => {
    expect(await reviewAccess(client, { verb, group: 'argoproj.io', resource: 'applications' })).toBe(expected);
  });
});
