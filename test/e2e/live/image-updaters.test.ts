import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { soloReplicas } from '../../../packages/argo-updater/src/app/live/solo-replicas.js';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { api, intervalMs, kustomization, newsOf, type RunningController, startController, web } from './live-world.js';

const collection = '/apis/argocd-image-updater.argoproj.io/v1alpha1/namespaces/argocd/imageupdaters';
const finalizers = ['resources-finalizer.argocd-image-updater.argoproj.io', 'example.com/another'];
const eventSchema = z.object({
  type: z.string(),
  object: z.object({
    metadata: z.object({ finalizers: z.array(z.string()).optional() }),
    status: z.looseObject({ recentUpdates: z.array(z.unknown()).optional() }).optional(),
  }),
});
type Seen = z.infer<typeof eventSchema>;

describe('an ImageUpdater', () => {
  let world: PassWorld;
  let running: RunningController;
  const said: string[] = [];
  const heard: string[] = [];
  beforeEach(async () => {
    world = await startPassWorld({
      'apps/web/kustomization.yaml': kustomization('1.0.0'),
      'apps/api/kustomization.yaml': kustomization('1.0.0', 'api'),
    });
    await world.push('web', '1.0.0', '1.1.0');
    await world.push('api', '1.0.0');
    world.apply(web, api);
    await world.client.create({
      path: collection,
      body: {
        apiVersion: 'argocd-image-updater.argoproj.io/v1alpha1',
        kind: 'ImageUpdater',
        metadata: { name: 'all', finalizers },
        spec: { applicationRefs: [{ namePattern: '*', useAnnotations: true }] },
      },
    });
    said.length = 0;
    running = startController(world, {}, { ...soloReplicas(), heard: () => heard, say: (notes) => said.push(notes) });
  });
  afterEach(async () => {
    heard.length = 0;
    await running.stop();
    await world.stop();
  });

  /** The first state of it, of the past or to come, of which this is so. */
  const seen = async (isSo: (event: Seen) => boolean): Promise<Seen['object']> => {
    const stop = new AbortController();
    const { signal } = stop;
    const options = { resourceVersion: '0', timeoutSeconds: 60, idleMs: 60_000, signal };
    for await (const raw of world.client.watch({ path: collection, ...options })) {
      const event = eventSchema.parse(raw);
      if (!isSo(event)) continue;
      stop.abort();
      return event.object;
    }
    throw new Error('the watch ended before that');
  };
  const withStatus = () => seen(({ object }) => object.status !== undefined);
  const statusWrites = () => world.kube.requests.count('patch:imageupdaters/status');

  it('is told what a check came to', async () => {
    const { status } = await withStatus();
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(status).toEqual({
      observedGeneration: 1,
      applicationsMatched: 2,
      imagesManaged: 2,
      lastCheckedAt: time,
      lastUpdatedAt: time,
      recentUpdates: [
        {
          alias: 'web',
          image: 'web',
          newVersion: '1.1.0',
          applicationsUpdated: 1,
          message: 'Updated from 1.0.0 to 1.1.0.',
          updatedAt: time,
        },
      ],
      conditions: [
        {
          type: 'Reconciling',
          status: 'False',
          reason: 'Idle',
          message: 'Last check completed. Awaiting next cycle.',
          lastTransitionTime: time,
          observedGeneration: 1,
        },
        {
          type: 'Error',
          status: 'False',
          reason: 'NoErrors',
          message: 'No errors during last reconciliation.',
          lastTransitionTime: time,
          observedGeneration: 1,
        },
        {
          type: 'Ready',
          status: 'True',
          reason: 'ReconcileSucceeded',
          message: 'Reconciled 2 applications, 1 images updated.',
          lastTransitionTime: time,
          observedGeneration: 1,
        },
      ],
    });
  });

  it('is written once more when nothing is updated any more, and then not until ten minutes are over', async () => {
    await withStatus();
    for (let cycle = 0; cycle < 4; cycle += 1) {
      running.clock.advance(intervalMs);
      await running.next('polled 2+1');
    }
    expect(statusWrites()).toBe(2);
    running.clock.advance(intervalMs);
    running.clock.advance(intervalMs);
    await running.next('polled 2+1');
    running.clock.advance(intervalMs);
    await running.next('polled 2+1');
    expect(statusWrites()).toBe(3);
  });

  it('is told also what other replicas did for it, and they what was done here', async () => {
    await withStatus();
    const [own] = JSON.parse(said.at(-1) ?? '{}')['argocd/all'].recent;
    expect(own).toMatchObject({ image: 'web', newVersion: '1.1.0', applicationsUpdated: 1 });
    const theirs = { ...own, alias: 'api', image: 'api', updatedAt: '2026-02-01T00:00:00Z' };
    heard.push(JSON.stringify({ 'argocd/all': { errors: 2, recent: [theirs, own] } }));
    running.clock.advance(intervalMs);
    const { status } = await seen(({ object }) => object.status?.recentUpdates?.length === 2);
    expect(status?.recentUpdates).toEqual([theirs, { ...own, applicationsUpdated: 2 }]);
    expect(status?.lastUpdatedAt).toBe(theirs.updatedAt);
    expect(status?.conditions).toMatchObject([
      {},
      { type: 'Error', status: 'True', message: expect.stringMatching(/^2 error/) },
      {},
    ]);
  });

  it('is told also where an Application went to another replica while it was listed', async () => {
    await running.stop();
    await world.manifests.git(['branch', 'next', 'main']);
    const path = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/api';
    await world.client.mergePatch({ path, body: { spec: { source: { targetRevision: 'next' } } } });
    let isOurs = (_work: string): boolean => true;
    let review = (): void => undefined;
    running = startController(
      world,
      {},
      {
        ...soloReplicas(),
        owns: (work) => isOurs(work),
        async run(onChange, signal) {
          review = onChange;
          await soloReplicas().run(onChange, signal);
        },
      },
    );
    const isPlanned = () => running.controller.view.applications().every(({ plannedAt }) => plannedAt !== undefined);
    while (running.controller.view.applications().length < 2 || !isPlanned()) await new Promise(setImmediate);
    await world.push('api', '1.1.0');
    world.registry.faults.add({ effect: 'latency', milliseconds: 300, match: { path: '/v2/api/' }, times: 1 });
    world.registry.requests.clear();
    running.clock.advance(intervalMs);
    while (!world.registry.requests.entries.some(({ path }) => path.startsWith('/v2/api/')))
      await new Promise(setImmediate);
    isOurs = (work) => !work.includes('"next"');
    review();
    await world.push('web', '1.2.0');
    running.controller.events.accept(newsOf(world, 'web', '1.2.0'));
    await seen(({ object }) => JSON.stringify(object.status?.recentUpdates).includes('1.2.0'));
  });

  it('is let go of when it is deleted, as far as that is ours', async () => {
    await withStatus();
    await world.client.delete({ path: `${collection}/all` });
    const { metadata } = await seen(({ object }) => object.metadata.finalizers?.length === 1);
    expect(metadata.finalizers).toEqual(['example.com/another']);
  });
});
