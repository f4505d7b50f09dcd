import { afterAll, beforeAll, describe } from '@jest/globals';
import { startKubeFake } from '@towline/test-kit/kube';
import { describeReal, startKubeApi } from '@towline/test-kit/real';
import { accessSuite } from './kubernetes-access-suite.js';
import { builtinsSuite } from './kubernetes-builtins-suite.js';
import { type KubernetesTarget, suiteUsers } from './kubernetes-client.js';
import { listSuite } from './kubernetes-list-suite.js';
import { patchSuite } from './kubernetes-patch-suite.js';
import { watchSuite } from './kubernetes-watch-suite.js';
import { writeSuite } from './kubernetes-write-suite.js';

function suite(start: () => Promise<KubernetesTarget>): void {
  let running: KubernetesTarget;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running?.stop());
  const target = () => running;
  writeSuite(target);
  builtinsSuite(target);
  patchSuite(target);
  listSuite(target);
  watchSuite(target);
  accessSuite(target);
}

describe.each([
  ['the fake', { tls: false }],
  ['the fake over TLS', { tls: true }],
])('the Kubernetes API: %s', (_name, options) => {
  suite(async () => {
    const fake = await startKubeFake({ ...options, users: suiteUsers });
    return { kubeConfig: fake.kubeConfig, stop: fake.stop, compact: async () => fake.compact() };
  });
});

describeReal('kube-api', 'the Kubernetes API: the real API server', () => {
  suite(() => startKubeApi({ users: suiteUsers }));
});
