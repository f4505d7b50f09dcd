import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { normalizeGitUrl } from '@towline/shared/git';
import { describeReal, startKubeApi } from '@towline/test-kit/real';
import { z } from 'zod';
import { statusWork } from '../../../packages/argo-updater/src/app/live/tell-image-updaters.js';
import { ownerOf } from '../../../packages/argo-updater/src/core/live/rendezvous.js';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { clientOf, copyInto } from './copy-into.js';
import { kustomization, web } from './live-world.js';
import { leases, type ReplicaProcess, startReplica, until } from './replica-process.js';

const minute = 60_000;
const collection = '/apis/argocd-image-updater.argoproj.io/v1alpha1/namespaces/argocd/imageupdaters';
const leasesPath = '/apis/coordination.k8s.io/v1/namespaces/argocd/leases';
const leasesSchema = z.object({ items: z.array(z.unknown()) });
const name = { namespace: 'argocd', name: 'all' };
/** Of each branch one Application that is updated, and one whose image is nowhere. */
const branches = ['main', 'next'];

const updaterSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  status: z
    .object({
      applicationsMatched: z.number(),
      imagesManaged: z.number(),
      recentUpdates: z.array(z.object({ image: z.string(), newVersion: z.string() })).optional(),
      conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string() })),
    })
    .optional(),
});

/** How many errors a status tells of. */
function errorsIn(status: z.output<typeof updaterSchema>['status']): number {
  return Number.parseInt(status?.conditions.find(({ type }) => type === 'Error')?.message ?? '', 10);
}

/** Names for two replicas of which each has one of the branches, and the first writes the status. */
function namesFor(address: string): readonly [string, string] {
  const works = branches.map((branch) =>
    JSON.stringify(['git', normalizeGitUrl(address), branch, { kind: 'repocreds' }]),
  );
  for (let n = 0; ; n += 1) {
    const [first, second] = [`updater-${n}`, `updater-${n + 1}`];
    // Replicas are told apart by the names of their Leases.
    const all = [first, second].map((one) => `argo-updater-${one}`);
    const owners = new Set(works.map((work) => ownerOf(work, all)));
    if (owners.size === 2 && ownerOf(statusWork(name), all) === all[0]) return [first, second];
  }
}

function suite(open: (world: PassWorld) => Promise<{ readonly kubeConfig: string; stop(): Promise<void> }>): void {
  const replicas: ReplicaProcess[] = [];
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const replica of replicas.splice(0)) {
      replica.signal('SIGKILL');
      await replica.ended;
    }
    for (const end of ends.splice(0).reverse()) await end();
  }, minute);

  it(
    'says what both replicas did and what failed for either, is written by one, and rests when nothing happens',
    async () => {
      const apps = ['web', 'api', 'lost-web', 'lost-api'];
      const world = await startPassWorld(
        Object.fromEntries(apps.map((app) => [`apps/${app}/kustomization.yaml`, kustomization('1.0.0', app)])),
      );
      ends.push(() => world.stop());
      for (const app of ['web', 'api']) await world.push(app, '1.0.0');
      await world.manifests.git(['branch', 'next', 'main']);
      world.apply(
        ...apps.map((app) => {
          const source = { targetRevision: app.endsWith('api') ? 'next' : 'main' };
          return { ...web, name: app, images: `${app}=${app}:1.x`, live: [`${app}:1.0.0`], source };
        }),
      );
      const cluster = await open(world);
      ends.push(() => cluster.stop());
      const client = await clientOf(cluster.kubeConfig);
      await client.create({
        path: collection,
        body: {
          apiVersion: 'argocd-image-updater.argoproj.io/v1alpha1',
          kind: 'ImageUpdater',
          metadata: { name: name.name, namespace: name.namespace },
          spec: { applicationRefs: [{ namePattern: '*', useAnnotations: true }] },
        },
      });
      const folder = await mkdtemp(join(tmpdir(), 'towline-status-'));
      ends.push(() => rm(folder, { recursive: true, force: true }));
      const place = { kubeConfig: cluster.kubeConfig, registry: world.registry.host, folder };
      const names = namesFor(world.manifests.url);
      replicas.push(...(await Promise.all(names.map((one) => startReplica(place, { name: one, interval: '1s' })))));

      const read = async () => updaterSchema.parse(await client.get(`${collection}/${name.name}`));
      const images = (updates: readonly { readonly image: string; readonly newVersion: string }[] = []) =>
        updates.map(({ image, newVersion }) => `${image} ${newVersion}`).sort();
      // Each sees the Lease of the other within a retry period.
      await until(async () => leasesSchema.parse(await client.get(leasesPath)).items.length === 2);
      await wait(2 * leases.retryMs);
      for (const app of ['web', 'api']) await world.push(app, '1.1.0');
      await until(async () => {
        const { status } = await read();
        return images(status?.recentUpdates).length === 2 && errorsIn(status) === 2;
      });
      const { status } = await read();
      expect([status?.applicationsMatched, status?.imagesManaged]).toEqual([4, 4]);
      expect(images(status?.recentUpdates)).toEqual(['api 1.1.0', 'web 1.1.0']);
      expect(status?.conditions.map(({ type, status: is }) => `${type} ${is}`)).toEqual([
        'Reconciling False',
        'Error True',
        'Ready True',
      ]);
      // Once the last check has updated nothing, there is nothing more to say: a status that two write never rests.
      let before = (await read()).metadata.resourceVersion;
      await until(async () => {
        await wait(1_500);
        const { resourceVersion } = (await read()).metadata;
        const rests = resourceVersion === before;
        before = resourceVersion;
        return rests;
      });

      const [writer] = replicas.splice(0, 1);
      writer?.signal('SIGKILL');
      await writer?.ended;
      await world.push('web', '1.2.0');
      await world.push('api', '1.2.0');
      await until(async () => /(web|api) 1.2.0/.test(images((await read()).status?.recentUpdates).join()));
      await until(async () => errorsIn((await read()).status) === 2);
    },
    3 * minute,
  );
}

describe('the status of an ImageUpdater whose Applications two replicas share, on the fake', () => {
  suite(async ({ kube }) => ({ kubeConfig: kube.kubeConfig, stop: async () => undefined }));
});

describeReal('kube-api', 'the status of an ImageUpdater whose Applications two replicas share', () => {
  suite(async (world) => {
    const real = await startKubeApi();
    await copyInto(real.kubeConfig, world.kube);
    return real;
  });
});
