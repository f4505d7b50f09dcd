import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startKubeFake } from '@towline/test-kit/kube';
import { describeReal, startKubeApi } from '@towline/test-kit/real';
import { accessSuite } from './kubernetes-access-suite.js';
import { builtinsSuite } from './kubernetes-builtins-suite.js';
import {
  configOf,
  customObjects,
  freshNamespace,
  imageUpdater,
  imageUpdaters,
  type KubernetesTarget,
  refusalOf,
  suiteUsers,
} from './kubernetes-client.js';
import { listSuite } from './kubernetes-list-suite.js';
import { patchSuite } from './kubernetes-patch-suite.js';
import { watchSuite } from './kubernetes-watch-suite.js';
import { writeSuite } from './kubernetes-write-suite.js';

/** What only one of the two servers does. */
interface Gaps {
  /** Whether the CEL rules of a definition are evaluated. */
  readonly celRules: boolean;
}

function suite({ celRules }: Gaps, start: () => Promise<KubernetesTarget>): void {
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

  it(celRules ? 'CEL rules are evaluated' : 'CEL rules are not evaluated', async () => {
    const updaters = customObjects(configOf(target().kubeConfig), imageUpdaters, freshNamespace());
    const created = updaters.create({ ...imageUpdater('all'), spec: { applicationRefs: [{ namePattern: '*' }] } });
    if (!celRules) return expect((await created).metadata.name).toBe('all');
    expect((await refusalOf(created)).message).toContain(
      'Either useAnnotations must be true, or images must be provided',
    );
  });
}

describe.each([
  ['the fake', { tls: false }],
  ['the fake over TLS', { tls: true }],
])('the Kubernetes API: %s', (_name, options) => {
  suite({ celRules: false }, async () => {
    const fake = await startKubeFake({ ...options, users: suiteUsers });
    return { kubeConfig: fake.kubeConfig, stop: fake.stop, compact: async () => fake.compact() };
  });
});

describeReal('kube-api', 'the Kubernetes API: the real API server', () => {
  suite({ celRules: true }, () => startKubeApi({ users: suiteUsers }));
});
