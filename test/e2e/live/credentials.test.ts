import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeReal, startKubeApi } from '@towline/test-kit/real';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { clientOf, copyInto } from './copy-into.js';
import { kustomization, web } from './live-world.js';
import { type ReplicaProcess, startReplica, until } from './replica-process.js';

const minute = 60_000;
const renewed = 'Argo CD has other credentials';
const secret = '/api/v1/namespaces/argocd/secrets/manifests';

/** A replica, and the Secret of Argo CD for its manifest repository in a cluster: the same for both tests, one after the other. */
function suite(open: (world: PassWorld) => Promise<string>): void {
  let world: PassWorld;
  let folder: string;
  let kubeConfig: string;
  let replica: ReplicaProcess;
  beforeAll(async () => {
    world = await startPassWorld({ 'apps/web/kustomization.yaml': kustomization('1.0.0') });
    await world.push('web', '1.0.0', '1.1.0');
    world.apply(web);
    kubeConfig = await open(world);
    folder = await mkdtemp(join(tmpdir(), 'towline-credentials-'));
    const place = { kubeConfig, registry: world.registry.host, folder };
    replica = await startReplica(place, { name: 'updater', interval: '1s' });
    await untilTag('1.1.0');
  }, minute);
  afterAll(async () => {
    replica.signal('SIGTERM');
    expect(await replica.ended).toBe(0);
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }, minute);

  const untilTag = (tag: string) =>
    until(async () => (await world.manifests.read('apps/web/kustomization.yaml'))?.includes(`newTag: ${tag}`) ?? false);

  it(
    'a password is used as soon as it is in the Secret, before the old one is refused',
    async () => {
      const client = await clientOf(kubeConfig);
      const password = 'the-next-password';
      world.acceptPassword(password);
      await client.mergePatch({ path: secret, body: { data: { password: Buffer.from(password).toString('base64') } } });
      const next = `Basic ${Buffer.from(`updater:${password}`).toString('base64')}`;
      const shown = () => new Set(world.git.requests.entries.flatMap(({ headers }) => headers.authorization ?? []));
      await until(() => shown().has(next));
      world.git.requests.clear();
      await world.push('web', '1.2.0');
      await untilTag('1.2.0');
      expect(shown()).toEqual(new Set([next]));
    },
    2 * minute,
  );

  it(
    'a Secret that is deleted is not used any more, and one that comes is',
    async () => {
      const client = await clientOf(kubeConfig);
      const [before] = world.kube.objects('secrets');
      if (before === undefined) throw new Error('there is no Secret');
      await client.delete({ path: secret });
      // The server still takes the password.
      await until(() => replica.log().includes('git-authentication'));
      expect(replica.log()).toContain(renewed);
      await world.push('web', '1.3.0');
      const { name, namespace, labels } = before.metadata;
      await client.create({
        path: '/api/v1/namespaces/argocd/secrets',
        body: { ...before, metadata: { name, namespace, labels } },
      });
      await untilTag('1.3.0');
    },
    2 * minute,
  );
}

describe("Argo CD's credentials on the fake", () => {
  suite(async ({ kube }) => kube.kubeConfig);
});

describeReal('kube-api', "Argo CD's credentials on the real API server", () => {
  let real: Awaited<ReturnType<typeof startKubeApi>>;
  beforeAll(async () => {
    real = await startKubeApi();
  }, minute);
  suite(async ({ kube }) => {
    await copyInto(real.kubeConfig, kube);
    return real.kubeConfig;
  });
  // After what the suite has started.
  afterAll(() => real.stop(), minute);
});
