import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServedRepository } from '@towline/test-kit/git';
import { type PassWorld, startPassWorld } from './pass-world.js';
import { type RequestHost, startRequestHost } from './request-host.js';

const kustomization = (tag: string) => `images:\n  - name: REGISTRY/web\n    newTag: ${tag}\n`;

describe.each(['github', 'gitlab'] as const)('requests of %s', (provider) => {
  let world: PassWorld;
  let host: RequestHost;
  const web = {
    name: 'web',
    images: 'web=web:1.x',
    annotations: {
      'argocd-image-updater.argoproj.io/write-back-target': 'kustomization',
      'towline.dev/pull-request': provider,
      'towline.dev/pull-request-labels': 'images, bot',
      'towline.dev/pull-request-reviewers': 'octocat',
      'towline.dev/pull-request-auto-merge': 'true',
    },
    live: ['web:1.0.0'],
  };
  beforeEach(async () => {
    world = await startPassWorld(
      { 'apps/web/kustomization.yaml': kustomization('1.0.0') },
      { name: 'acme/manifests.git' },
    );
    host = await startRequestHost(provider, world.git);
    await world.push('web', '1.0.0', '1.1.0');
    world.apply(web);
  });
  afterEach(async () => {
    await host.stop();
    await world.stop();
  });

  const pullRequests = () => host.pullRequests();
  const run = () => world.run({ pullRequests: pullRequests() });
  const open = () => host.requests().filter(({ state }) => state === 'open');
  const onHead = (manifests: ServedRepository) => manifests.read('apps/web/kustomization.yaml', open()[0]?.head);

  it('are opened once, with all that was asked for', async () => {
    expect((await run()).delivered).toMatchObject([{ delivery: { kind: 'requested' } }]);
    expect(open()).toMatchObject([
      {
        head: expect.stringMatching(/^towline\/[0-9a-f]{8}$/),
        title: 'build: automatic update of web',
        labels: ['images', 'bot'],
        reviewers: ['octocat'],
        autoMerge: true,
      },
    ]);
    expect(await onHead(world.manifests)).toContain('newTag: 1.1.0');
    expect(await world.manifests.read('apps/web/kustomization.yaml')).toContain('newTag: 1.0.0');
  });

  it('stay as they are where nothing is new', async () => {
    await run();
    const head = await world.manifests.head(open()[0]?.head);
    const pushes = world.git.requests.count('receive-pack');
    expect((await run()).delivered).toMatchObject([{ delivery: { kind: 'requested' } }]);
    expect(await world.manifests.head(open()[0]?.head)).toBe(head);
    expect(world.git.requests.count('receive-pack')).toBe(pushes);
    expect(host.requests()).toHaveLength(1);
  });

  it('are brought up to date in place, always upon the base as it is', async () => {
    await run();
    await world.manifests.commit({ files: { 'README.md': 'new\n' } });
    await world.push('web', '1.2.0');
    await run();
    expect(host.requests()).toHaveLength(1);
    expect(await onHead(world.manifests)).toContain('newTag: 1.2.0');
    expect(await world.manifests.read('README.md', open()[0]?.head)).toBe('new\n');
    expect(await world.manifests.git(['rev-list', '--count', `main..${open()[0]?.head}`])).toBe('1');
  });

  it('are closed where the base has what they are for', async () => {
    await run();
    const done = kustomization('1.1.0').replace('REGISTRY', world.registry.host);
    await world.manifests.commit({ files: { 'apps/web/kustomization.yaml': done } });
    expect((await run()).delivered).toMatchObject([{ delivery: { kind: 'unchanged' } }]);
    expect(open()).toEqual([]);
  });

  it('take the place of those that argocd-image-updater left for the same target', async () => {
    await run();
    const key = open()[0]?.head.replace('towline/', '') ?? '';
    const head = `image-updater-${key}-0123456789abcdef`;
    await world.manifests.git(['branch', head, open()[0]?.head ?? '']);
    await world.manifests.git(['branch', 'image-updater-00000000-0123456789abcdef', open()[0]?.head ?? '']);
    const place = { repository: world.manifests.url, credentials: { kind: 'repocreds' } as const, provider };
    const requests = await pullRequests().open(place);
    for (const old of [head, 'image-updater-00000000-0123456789abcdef']) {
      await requests.open({ head: old, base: 'main', title: 'old', body: '' });
    }
    await run();
    expect(open().map((one) => one.head)).toEqual([`towline/${key}`, 'image-updater-00000000-0123456789abcdef']);
  });
});
