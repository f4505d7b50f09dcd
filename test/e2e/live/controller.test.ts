import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { api, intervalMs, kustomization, newsOf, type RunningController, startController, web } from './live-world.js';

describe('the controller', () => {
  let world: PassWorld;
  let running: RunningController;

  const start = async (): Promise<void> => {
    running = startController(world);
    await running.next('start');
  };
  const clearRequests = (): void => {
    for (const { requests } of [world.registry, world.git, world.kube]) requests.clear();
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
  });
  afterEach(async () => {
    await running.stop();
    await world.stop();
  });

  it('writes what it finds when it starts', async () => {
    await world.push('web', '1.1.0');
    await start();
    expect(await tagIn('web')).toBe('1.1.0');
    expect(running.controller.view.application('web')).toMatchObject({
      images: [{ state: 'change', deployed: '1.0.0', wanted: '1.1.0' }],
      lastDelivery: { kind: 'committed', branch: 'main' },
    });
  });

  it('asks in a steady cycle for one listing of each repository and one list of refs, and nothing else', async () => {
    await start();
    clearRequests();
    for (let cycle = 0; cycle < 3; cycle += 1) {
      running.clock.advance(intervalMs);
      await running.next('polled 2+1');
    }
    expect(world.registry.requests.counts()).toEqual({ 'oci:tags': 6 });
    expect(world.git.requests.counts()).toEqual({ 'info-refs:upload-pack': 3, 'upload-pack': 3 });
    expect(world.kube.requests.count()).toBe(0);
  });

  it('reacts to news at once, and asks only for the repository that they are about', async () => {
    await start();
    clearRequests();
    await world.push('web', '1.2.0');
    expect(running.controller.events.accept(newsOf(world, 'web', '1.2.0'))).toBe('accepted');
    await running.next('event');
    expect(await tagIn('web')).toBe('1.2.0');
    expect(world.registry.requests.counts()).toEqual({ 'oci:tags': 1 });
  });

  it('does nothing about news that nobody waits for', async () => {
    await start();
    clearRequests();
    expect(running.controller.events.accept(newsOf(world, 'other', '1'))).toBe('accepted');
    running.clock.advance(intervalMs);
    await running.next('polled 2+1');
    expect(world.registry.requests.counts()).toEqual({ 'oci:tags': 2 });
  });

  it('costs nothing for an Application that is written and not synced yet', async () => {
    await world.push('web', '1.1.0');
    await start();
    clearRequests();
    running.clock.advance(intervalMs);
    await running.next('polled 2+1');
    expect(running.told).toEqual([]);
    expect(world.git.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
  });

  it('looks again where a person changed the branch, and lets a revert stick', async () => {
    await world.push('web', '1.1.0');
    await start();
    const reverted = kustomization('1.0.0').replace('REGISTRY', world.registry.host);
    await world.manifests.commit({ files: { 'apps/web/kustomization.yaml': reverted } });
    running.clock.advance(intervalMs);
    await running.next('poll');
    expect(await tagIn('web')).toBe('1.0.0');
    expect(running.controller.view.application('web')?.images).toMatchObject([{ state: 'held', wanted: '1.1.0' }]);
  });

  it('sees what a person changed also where news of another Application came first', async () => {
    await world.push('api', '1.1.0');
    await start();
    const reverted = kustomization('1.0.0', 'api').replace('REGISTRY', world.registry.host);
    await world.manifests.commit({ files: { 'apps/api/kustomization.yaml': reverted } });
    await world.push('web', '1.2.0');
    running.controller.events.accept(newsOf(world, 'web', '1.2.0'));
    await running.next('poll');
    expect(await tagIn('web')).toBe('1.2.0');
    expect(running.controller.view.application('api')?.images).toMatchObject([{ state: 'held', wanted: '1.1.0' }]);
  });

  it('sees what a person changed while it pushed', async () => {
    await world.push('api', '1.1.0');
    await start();
    await world.push('web', '1.2.0');
    const reverted = kustomization('1.0.0', 'api').replace('REGISTRY', world.registry.host);
    await world.manifests.commitDuringPush({ files: { 'apps/api/kustomization.yaml': reverted } });
    running.controller.events.accept(newsOf(world, 'web', '1.2.0'));
    await running.next('poll');
    expect(await tagIn('web')).toBe('1.2.0');
    expect(running.controller.view.application('api')?.images).toMatchObject([{ state: 'held', wanted: '1.1.0' }]);
  });

  it('takes in an Application that comes while it runs', async () => {
    await start();
    await world.push('shop', '1.0.0', '1.3.0');
    await world.manifests.commit({
      files: {
        'apps/shop/kustomization.yaml': kustomization('1.0.0', 'shop').replace('REGISTRY', world.registry.host),
      },
    });
    world.apply({ ...web, name: 'shop', images: 'shop=shop:1.x', live: ['shop:1.0.0'] });
    await running.next('start');
    expect(await tagIn('shop')).toBe('1.3.0');
  });

  it('does without polls where the interval is 0, and reacts to news all the same', async () => {
    running = startController(world, { intervalMs: 0 });
    await running.next('start');
    clearRequests();
    running.clock.advance(100 * intervalMs);
    await world.push('web', '1.2.0');
    running.controller.events.accept(newsOf(world, 'web', '1.2.0'));
    await running.next('event');
    const reverted = kustomization('1.0.0').replace('REGISTRY', world.registry.host);
    await world.manifests.commit({ files: { 'apps/web/kustomization.yaml': reverted } });
    running.controller.events.accept({ kind: 'manifests', repository: world.manifests.url, branch: 'main' });
    await running.next('poll');
    expect(running.controller.view.application('web')?.images).toMatchObject([{ state: 'held' }]);
    expect(world.registry.requests.counts()).toEqual({ 'oci:tags': 1 });
  });

  it('asks nothing any more for Applications that are gone', async () => {
    await start();
    const base = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
    for (const name of ['web', 'api']) await world.client.delete({ path: `${base}/${name}` });
    while (running.controller.view.applications().length > 0) await new Promise(setImmediate);
    clearRequests();
    running.clock.advance(intervalMs);
    await running.next('polled 2+1');
    expect([world.registry.requests.count(), world.git.requests.count()]).toEqual([0, 0]);
  });

  it('looks at a repository as often as its Application asks', async () => {
    const annotations = { ...web.annotations, 'towline.dev/interval': '10m' };
    world.apply({ ...web, name: 'slow', images: 'slow=slow:1.x', annotations });
    await world.push('slow', '1.0.0');
    await start();
    clearRequests();
    for (let cycle = 0; cycle < 4; cycle += 1) {
      running.clock.advance(intervalMs);
      await running.next('polled 2+1');
    }
    running.clock.advance(intervalMs);
    await running.next('polled 3+1');
  });

  it('shares out what a registry still allows', async () => {
    // Two repositories, ten pulls in an hour: each of them every twelve minutes.
    const allowance = { remaining: 10, limit: 100, windowMs: 3_600_000, at: Date.UTC(2026, 0, 1) };
    running = startController(world, { allowanceOf: (host) => (host === world.registry.host ? allowance : undefined) });
    await running.next('start');
    clearRequests();
    for (let cycle = 0; cycle < 5; cycle += 1) {
      running.clock.advance(intervalMs);
      await running.next('polled 0+1');
    }
    expect(world.registry.requests.count()).toBe(0);
    running.clock.advance(intervalMs);
    await running.next('polled 2+1');
  });

  it('tries again after a failure, and lets nobody else wait for it', async () => {
    await world.push('web', '1.1.0');
    const repair = world.git.faults.add({ effect: 'answer', status: 500, match: { path: 'git-receive-pack' } });
    running = startController(world);
    await running.next('start failed');
    repair();
    running.clock.advance(5_000);
    await running.next('retry');
    expect(await tagIn('web')).toBe('1.1.0');
  });

  it('looks again for a tag that is told of before it is listed', async () => {
    await start();
    running.controller.events.accept(newsOf(world, 'web', '1.4.0'));
    await running.next('polled 1+0');
    await world.push('web', '1.4.0');
    running.clock.advance(1_000);
    await running.next('event');
    expect(await tagIn('web')).toBe('1.4.0');
  });
});
