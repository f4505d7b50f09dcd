import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { normalizeGitUrl } from '@towline/shared/git';
import { readImageReference } from '@towline/shared/image';
import { silentLogger } from '@towline/shared/ports';
import { createManualClock } from '@towline/test-kit/clock';
import { createClusterWatch } from '../../../packages/argo-updater/src/adapters/kubernetes/watch/watch-cluster.js';
import { type Controller, createController } from '../../../packages/argo-updater/src/app/live/controller.js';
import type { LiveOptions } from '../../../packages/argo-updater/src/app/live/live-options.js';
import type { PassObserver } from '../../../packages/argo-updater/src/app/live/ports.js';
import { soloReplicas } from '../../../packages/argo-updater/src/app/live/solo-replicas.js';
import { compileMessageTemplate } from '../../../packages/argo-updater/src/core/message/commit-message.js';
import { type PassWorld, startPassWorld, type WorldApplication } from '../run-once/pass-world.js';

const kustomization = (tag: string, name = 'web') => `images:\n  - name: REGISTRY/${name}\n    newTag: ${tag}\n`;
const web: WorldApplication = {
  name: 'web',
  images: 'web=web:1.x',
  annotations: { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' },
  live: ['web:1.0.0'],
};
const api: WorldApplication = { ...web, name: 'api', images: 'api=api:1.x', live: ['api:1.0.0'] };
const intervalMs = 120_000;

/** Counts what an observer is told, and waits for it. */
function createObserver() {
  const told: string[] = [];
  let wake: () => void = () => undefined;
  const tell = (text: string): void => {
    told.push(text);
    wake();
  };
  const observer: PassObserver = {
    passed: ({ cause, failed }) => tell(failed > 0 ? `${cause} failed` : cause),
    polled: ({ repositories, branches }) => tell(`polled ${repositories}+${branches}`),
    decided: () => undefined,
    counted: () => undefined,
  };
  return {
    observer,
    told,
    async next(text: string): Promise<void> {
      while (!told.includes(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      told.length = 0;
    },
  };
}

describe('the controller', () => {
  let world: PassWorld;
  let controller: Controller;
  let stop: AbortController;
  let ended: Promise<void>;
  const clock = createManualClock();
  const { observer, next, told } = createObserver();

  const start = (options: Partial<LiveOptions> = {}): void => {
    stop = new AbortController();
    const { applications: _, ...work } = world.ports;
    const watchPorts = { client: world.client, clock, log: silentLogger, random: () => 0 };
    controller = createController(
      {
        work: { ...work, clock, random: () => 0 },
        watch: createClusterWatch(watchPorts, { namespaces: ['argocd'] }),
        replicas: soloReplicas(),
        addressKey: normalizeGitUrl,
        observers: [observer],
      },
      () => ({
        controllerNamespace: 'argocd',
        emails: ['updater@example.com'],
        concurrency: { lookups: 20, writes: 4 },
        style: {
          template: compileMessageTemplate(''),
          author: { name: 'argo-updater', email: 'updater@example.com' },
          signOff: false,
          batch: false,
        },
        intervalMs,
        passes: 4,
        ...options,
      }),
    );
    ended = controller.run(stop.signal);
  };
  const clearRequests = (): void => {
    for (const { requests } of [world.registry, world.git, world.kube]) requests.clear();
  };
  const news = (name: string, tag: string) => {
    const reading = readImageReference(world.image(name));
    if (reading.kind !== 'reference') throw new TypeError(name);
    return { kind: 'image', repository: reading.reference, tag } as const;
  };
  const tagIn = async (name: string) =>
    /newTag: (.*)/.exec((await world.manifests.read(`apps/${name}/kustomization.yaml`)) ?? '')?.[1];

  beforeEach(async () => {
    world = await startPassWorld({
      'apps/web/kustomization.yaml': kustomization('1.0.0'),
      'apps/api/kustomization.yaml': kustomization('1.0.0', 'api'),
    });
    await world.push('web', '1.0.0');
    await world.push('api', '1.0.0');
    world.apply(web, api);
    told.length = 0;
  });
  afterEach(async () => {
    stop.abort();
    await ended;
    await world.stop();
  });

  it('writes what it finds when it starts', async () => {
    await world.push('web', '1.1.0');
    start();
    await next('start');
    expect(await tagIn('web')).toBe('1.1.0');
    expect(controller.view.application('web')).toMatchObject({
      images: [{ state: 'change', deployed: '1.0.0', wanted: '1.1.0' }],
      lastDelivery: { kind: 'committed', branch: 'main' },
    });
  });

  it('asks in a steady cycle for one listing of each repository and one list of refs, and nothing else', async () => {
    start();
    await next('start');
    clearRequests();
    for (let cycle = 0; cycle < 3; cycle += 1) {
      clock.advance(intervalMs);
      await next('polled 2+1');
    }
    expect(world.registry.requests.counts()).toEqual({ 'oci:tags': 6 });
    expect(world.git.requests.counts()).toEqual({ 'info-refs:upload-pack': 3, 'upload-pack': 3 });
    expect(world.kube.requests.count()).toBe(0);
  });

  it('reacts to news at once, and asks only for the repository that they are about', async () => {
    start();
    await next('start');
    clearRequests();
    await world.push('web', '1.2.0');
    expect(controller.events.accept(news('web', '1.2.0'))).toBe('accepted');
    await next('event');
    expect(await tagIn('web')).toBe('1.2.0');
    expect(world.registry.requests.counts()).toEqual({ 'oci:tags': 1 });
  });

  it('does nothing about news that nobody waits for', async () => {
    start();
    await next('start');
    clearRequests();
    expect(controller.events.accept(news('other', '1'))).toBe('accepted');
    clock.advance(intervalMs);
    await next('polled 2+1');
    expect(world.registry.requests.counts()).toEqual({ 'oci:tags': 2 });
  });

  it('costs nothing for an Application that is written and not synced yet', async () => {
    await world.push('web', '1.1.0');
    start();
    await next('start');
    clearRequests();
    clock.advance(intervalMs);
    await next('polled 2+1');
    expect(told).toEqual([]);
    expect(world.git.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
  });

  it('looks again where a person changed the branch, and lets a revert stick', async () => {
    await world.push('web', '1.1.0');
    start();
    await next('start');
    const reverted = kustomization('1.0.0').replace('REGISTRY', world.registry.host);
    await world.manifests.commit({ files: { 'apps/web/kustomization.yaml': reverted } });
    clock.advance(intervalMs);
    await next('poll');
    expect(await tagIn('web')).toBe('1.0.0');
    expect(controller.view.application('web')?.images).toMatchObject([{ state: 'held', wanted: '1.1.0' }]);
  });

  it('takes in an Application that comes while it runs', async () => {
    start();
    await next('start');
    await world.push('shop', '1.0.0', '1.3.0');
    await world.manifests.commit({
      files: {
        'apps/shop/kustomization.yaml': kustomization('1.0.0', 'shop').replace('REGISTRY', world.registry.host),
      },
    });
    world.apply({ ...web, name: 'shop', images: 'shop=shop:1.x', live: ['shop:1.0.0'] });
    await next('start');
    expect(await tagIn('shop')).toBe('1.3.0');
  });

  it('tries again after a failure, and lets nobody else wait for it', async () => {
    await world.push('web', '1.1.0');
    const repair = world.git.faults.add({ effect: 'answer', status: 500, match: { path: 'git-receive-pack' } });
    start();
    await next('start failed');
    repair();
    clock.advance(5_000);
    await next('retry');
    expect(await tagIn('web')).toBe('1.1.0');
  });

  it('looks again for a tag that is told of before it is listed', async () => {
    start();
    await next('start');
    controller.events.accept(news('web', '1.4.0'));
    await next('polled 1+0');
    await world.push('web', '1.4.0');
    clock.advance(1_000);
    await next('event');
    expect(await tagIn('web')).toBe('1.4.0');
  });
});
