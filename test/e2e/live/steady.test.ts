import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseGitSha } from '@towline/shared/image';
import { indexHistory } from '@towline/shared/policy';
import { seedImage } from '@towline/test-kit/registry';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { api, intervalMs, kustomization, newsOf, type RunningController, startController, web } from './live-world.js';

const lsRemote = { 'info-refs:upload-pack': 1, 'upload-pack': 1 };

describe('a cycle in which nothing new happens', () => {
  let world: PassWorld;
  let running: RunningController;
  beforeEach(async () => {
    world = await startPassWorld({
      'apps/web/kustomization.yaml': kustomization('1.0.0'),
      'apps/api/kustomization.yaml': kustomization('1.0.0', 'api'),
    });
    for (const name of ['web', 'api']) await world.push(name, '1.0.0');
  });
  afterEach(async () => {
    await running.stop();
    await world.stop();
  });

  const start = async (): Promise<void> => {
    running = startController(world);
    await running.next('start');
    counts();
  };
  /** What was asked since the last time. */
  const counts = () => {
    const asked = { registry: world.registry.requests.counts(), git: world.git.requests.counts() };
    for (const { requests } of [world.registry, world.git]) requests.clear();
    return asked;
  };
  const cycle = async (told: string) => {
    running.clock.advance(intervalMs);
    await running.next(told);
    return counts();
  };
  const annotated = (more: Readonly<Record<string, string>>) => ({
    ...web,
    annotations: { ...web.annotations, ...more },
  });
  const tagOfWeb = async () =>
    /newTag: (.*)/.exec((await world.manifests.read('apps/web/kustomization.yaml')) ?? '')?.[1];

  it('costs an image that waits for a platform one look at it, and still one list of refs', async () => {
    world.apply(annotated({ 'argocd-image-updater.argoproj.io/web.platforms': 'linux/amd64,linux/arm64' }));
    const image = { repository: 'web', tags: ['1.1.0'] };
    await seedImage(world.registry.state, { ...image, platforms: ['linux/amd64'] });
    await start();
    const asked = { registry: { 'oci:tags': 1, 'oci:manifest': 1 }, git: lsRemote };
    expect([await cycle('poll'), await cycle('poll')]).toEqual([asked, asked]);
    await seedImage(world.registry.state, { ...image, platforms: ['linux/amd64', 'linux/arm64'] });
    await cycle('poll');
    expect(await tagOfWeb()).toBe('1.1.0');
    expect(await cycle('polled 1+1')).toEqual({ registry: { 'oci:tags': 1 }, git: lsRemote });
  });

  it('plans an image that waits on what a person has written meanwhile', async () => {
    world.apply(annotated({ 'argocd-image-updater.argoproj.io/web.platforms': 'linux/arm64' }));
    await seedImage(world.registry.state, { repository: 'web', tags: ['1.1.0'], platforms: ['linux/amd64'] });
    await start();
    await cycle('poll');
    const text = kustomization('1.0.0').replace('REGISTRY', world.registry.host);
    await world.manifests.commit({ files: { 'apps/web/kustomization.yaml': `# a note\n${text}` } });
    await seedImage(world.registry.state, {
      repository: 'web',
      tags: ['1.1.0'],
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    await cycle('poll');
    expect(await world.manifests.read('apps/web/kustomization.yaml')).toBe(
      `# a note\n${text.replace('1.0.0', '1.1.0')}`,
    );
  });

  it('costs images that are ordered by their commits a question for these, and still one list of refs', async () => {
    const [older, newer] = ['a', 'b'].map((digit) => parseGitSha(digit.repeat(40)));
    if (older === undefined || newer === undefined) throw new Error('no commits');
    await world.push('web', older);
    await world.manifests.commit({
      files: { 'apps/web/kustomization.yaml': kustomization(older).replace('REGISTRY', world.registry.host) },
    });
    const order = {
      'argocd-image-updater.argoproj.io/image-list': `web=${world.image('web')}`,
      'argocd-image-updater.argoproj.io/web.update-strategy': 'commit',
      'towline.dev/web.commit-repository': 'https://git.example.com/web.git',
      'towline.dev/web.commit-branch': 'main',
    };
    world.apply({ ...annotated(order), live: [`web:${older}`] });
    let reads = 0;
    const commits = [
      { sha: newer, parents: [older] },
      { sha: older, parents: [] },
    ];
    const read = async () => {
      reads += 1;
      return indexHistory({ name: 'main', commits });
    };
    const histories = { read, author: async () => undefined };
    running = startController({ ...world, ports: { ...world.ports, histories } });
    await running.next('start');
    counts();
    reads = 0;
    expect(await cycle('poll')).toEqual({ registry: { 'oci:tags': 1 }, git: lsRemote });
    expect(reads).toBe(1);
    await world.push('web', newer);
    await cycle('poll');
    expect(await tagOfWeb()).toBe(newer);
  });

  it('costs one list of refs for two branches of a repository', async () => {
    await world.manifests.git(['branch', 'next', 'main']);
    world.apply(web, { ...api, source: { targetRevision: 'next' } });
    await start();
    while (running.controller.view.applications().some(({ plannedAt }) => plannedAt === undefined))
      await running.next('start');
    counts();
    expect(await cycle('polled 2+2')).toEqual({ registry: { 'oci:tags': 2 }, git: lsRemote });
  });

  it('costs nothing of a repository that an event told of in the interval before', async () => {
    world.apply(web, api);
    await start();
    running.clock.advance(intervalMs / 10);
    await world.push('web', '1.1.0');
    running.controller.events.accept(newsOf(world, 'web', '1.1.0'));
    await running.next('event');
    counts();
    running.clock.advance((intervalMs / 10) * 9);
    await running.next('polled 1+1');
    expect(world.registry.requests.entries.map(({ path }) => path.split('?')[0])).toEqual(['/v2/api/tags/list']);
    counts();
    expect((await cycle('polled 2+1')).registry).toEqual({ 'oci:tags': 2 });
  });

  it('is answered by the registry without a list, where it tells the version of its lists', async () => {
    world.apply(web, api);
    await start();
    running.clock.advance(intervalMs);
    await running.next('polled 2+1');
    expect(world.registry.requests.entries.map(({ status }) => status)).toEqual([304, 304]);
  });
});
