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

  /** Writes a tag to the base, as a person does. */
  const person = (tag: string) =>
    world.manifests.commit({
      files: { 'apps/web/kustomization.yaml': kustomization(tag).replace('REGISTRY', world.registry.host) },
    });

  it.each<readonly [string, string, readonly string[], string]>([
    ['what they are for', '1.1.0', [], '1.1.0'],
    ['something newer that the policy would choose', '1.2.0', ['1.2.0'], '1.2.0'],
    ['something newer that the registry has no more', '1.3.0', [], '1.3.0 is deployed, and 1.1.0'],
  ])('are closed where the base has %s, and say why; their branch goes', async (_what, tag, images, words) => {
    await run();
    const head = open()[0]?.head ?? '';
    await person(tag);
    await world.push('web', ...images);
    expect((await run()).delivered).toMatchObject([{ delivery: { kind: 'unchanged' } }]);
    expect(host.requests()).toMatchObject([{ state: 'closed' }]);
    expect(host.requests()[0]?.comments).toEqual([
      `Closed by argo-updater: \`main\` has what this is for, or something newer.\n\n- ${world.image('web')}: ${words}${
        words.includes(' ') ? ', the newest that can be chosen, stands below it' : ''
      }`,
    ]);
    expect(await world.manifests.head(head)).toBeUndefined();
    await run();
    expect(host.requests()[0]?.comments).toHaveLength(1);
  });

  it('are closed without their branch where somebody else has pushed to it', async () => {
    await run();
    const head = open()[0]?.head ?? '';
    const theirs = await world.manifests.commit({ branch: head, files: { notes: 'mine\n' } });
    await person('1.1.0');
    await run();
    expect(open()).toEqual([]);
    expect(host.requests()[0]?.comments[0]).toContain('Its branch stays');
    expect(await world.manifests.head(head)).toBe(theirs);
  });

  it.each([
    ['an older version', '0.9.0'],
    ['the version of before, with other work', '1.0.0\n# more'],
    ['a version that the constraint leaves out', '2.0.0'],
  ])('stay open where the base has %s', async (_what, tag) => {
    await run();
    await person(tag);
    await run();
    expect(open()).toMatchObject([{ state: 'open', comments: [] }]);
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
    const told = host.requests().find((one) => one.head === head)?.comments;
    expect(told).toEqual([expect.stringContaining(`from the branch \`towline/${key}\``)]);
  });
});
