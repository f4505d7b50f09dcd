import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PassWorld, startPassWorld } from './pass-world.js';

const kustomization = (tag: string, more = '') =>
  `resources: [deployment.yaml]\nimages:\n  - name: REGISTRY/web\n    newTag: ${tag}\n${more}`;
const path = 'apps/web/kustomization.yaml';
const web = {
  name: 'web',
  images: 'web=web',
  live: ['web:1.0.0'],
  annotations: {
    'argocd-image-updater.argoproj.io/write-back-target': 'kustomization',
    'argocd-image-updater.argoproj.io/web.update-strategy': 'semver',
  },
};

let world: PassWorld;
beforeEach(async () => {
  world = await startPassWorld({ [path]: kustomization('1.0.0'), 'apps/web/deployment.yaml': '' });
  await world.push('web', '1.0.0', '1.1.0');
  world.apply(web);
});
afterEach(() => world.stop());

const text = () => world.manifests.read(path);
const tag = async () => /newTag: (\S+)/.exec((await text()) ?? '')?.[1];
const outcome = async () => (await world.run()).plan.applications[0]?.images[0];
/** A commit of a person that sets the tag, with whatever else stands in the file. */
const person = async (to: string, message: string, { also = '', branch = 'main' } = {}) => {
  const now = (await text()) ?? '';
  const files = { [path]: now.replace(/newTag: \S+/, `newTag: ${to}`) + also };
  return world.manifests.commit({ files, message, branch });
};
/** Many commits on top of main, each of which adds a line to a file. */
async function pile(count: number, file: string, messageOf: (index: number) => string): Promise<void> {
  const before = (await world.manifests.read(file)) ?? '';
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const stream = Array.from({ length: count }, (_, index) => {
    const from = index === 0 ? 'from refs/heads/main^0\n' : '';
    const by = `committer Pat Person <pat@example.com> ${1_760_100_000 + index} +0000\n`;
    const change = `M 100644 inline ${file}\n${data(`${before}# ${index}\n`)}`;
    return `commit refs/heads/main\n${by}${data(messageOf(index))}${from}${change}`;
  });
  await world.manifests.git(['fast-import', '--quiet', '--date-format=raw'], { input: stream.join('') });
}
/** Puts a commit with the tree of main in the place of the last `count` ones, as a squash or an amend does. */
async function rewrite(count: number, message: string, author = 'Pat Person <pat@example.com>'): Promise<void> {
  const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(author) ?? [];
  const identity = ['-c', `user.name=${name}`, '-c', `user.email=${email}`];
  const made = await world.manifests.git([
    ...identity,
    'commit-tree',
    'main^{tree}',
    '-p',
    `main~${count}`,
    '-m',
    message,
  ]);
  await world.manifests.git(['update-ref', 'refs/heads/main', made.trim()]);
}
/** Merges a branch into main by a commit of its own; both have left other files alone. */
async function merge(branch: string, message: string): Promise<void> {
  const { manifests } = world;
  const index = { env: { GIT_INDEX_FILE: `${manifests.directory}/index-of-merge` } };
  const base = await manifests.git(['merge-base', 'main', branch]);
  await manifests.git(['read-tree', '-i', '-m', '--aggressive', base, 'main', branch], index);
  const tree = await manifests.git(['write-tree'], index);
  const identity = ['-c', 'user.name=Pat Person', '-c', 'user.email=pat@example.com'];
  const made = await manifests.git([...identity, 'commit-tree', tree, '-p', 'main', '-p', branch, '-m', message]);
  await manifests.git(['update-ref', 'refs/heads/main', made]);
}
const messageOfMain = () => world.manifests.git(['log', '-1', '--format=%B', 'main']);

describe('a revert', () => {
  it('sticks for three passes, and the next newer build goes through', async () => {
    await world.run();
    expect(await tag()).toBe('1.1.0');
    const revert = await person('1.0.0', 'Revert "build: automatic update of web"');
    for (let pass = 0; pass < 3; pass += 1) {
      expect(await outcome()).toMatchObject({
        kind: 'held',
        to: { tag: '1.1.0' },
        by: { kind: 'revert', commit: revert, author: 'Pat Person', value: '1.1.0', to: '1.0.0', returned: true },
      });
    }
    expect(await world.manifests.head()).toBe(revert);
    await world.push('web', '1.2.0');
    expect(await outcome()).toMatchObject({ kind: 'change', from: { tag: '1.0.0' }, to: { tag: '1.2.0' } });
    expect(await tag()).toBe('1.2.0');
  });

  it.each<readonly [string, number, string, (count: number) => string]>([
    ['a thousand commits to other files', 1_000, 'notes', () => 'Work of a person'],
    ['five hundred commits to its own file', 500, path, () => 'Work of a person'],
    [
      'a thousand updates of ours to its own file, for others',
      1_000,
      path,
      (count) => `build: update\n\nTowline-Application: argocd/other-${count}\nTowline-Image: x 1 → 2\n`,
    ],
  ])('is seen by a new pod behind %s', async (_what, count, file, message) => {
    await world.run();
    const revert = await person('1.0.0', 'Back');
    await pile(count, file, message);
    world.git.requests.clear();
    expect(await outcome()).toMatchObject({ kind: 'held', by: { commit: revert } });
    // The branch, its files, what lies further back, and the files as they were.
    expect(world.git.requests.count('info-refs:upload-pack')).toBe(4);
    expect(await world.manifests.git(['rev-list', '--count', 'main'])).toBe(String(count + 3));
  });

  it('that comes between our reading and our push sticks too', async () => {
    await world.run();
    await person('1.0.0', 'Revert');
    await person('1.1.0', 'Revert "Revert"');
    await world.push('web', '1.2.0');
    await world.manifests.commitDuringPush({ files: { [path]: ((await text()) ?? '').replace('1.1.0', '1.0.0') } });
    expect(await outcome()).toMatchObject({ kind: 'change', to: { tag: '1.2.0' } });
    expect(await tag()).toBe('1.2.0');
  });

  it.each<readonly [string, () => Promise<unknown>, object]>([
    [
      'of a revert lets the version be',
      () => person('1.0.0', 'Revert').then(() => person('1.1.0', 'Revert "Revert"')),
      { kind: 'current' },
    ],
    [
      'of a revert of a revert sticks',
      () =>
        person('1.0.0', 'Revert')
          .then(() => person('1.1.0', 'Revert "Revert"'))
          .then(() => person('1.0.0', 'Revert "Revert "Revert""')),
      { kind: 'held', by: { value: '1.1.0', to: '1.0.0', returned: true } },
    ],
    [
      'that came by a merge',
      async () => {
        await world.manifests.git(['update-ref', 'refs/heads/back', 'main']);
        await person('1.0.0', 'Back', { branch: 'back' });
        await world.manifests.commit({ files: { README: 'hello\n' }, message: 'Meanwhile' });
        await merge('back', 'Merge the way back');
      },
      { kind: 'held', by: { value: '1.1.0', to: '1.0.0', returned: true } },
    ],
    [
      'of the merge that brought the update',
      async () => {
        const update = (await world.manifests.git(['rev-parse', 'main'])).trim();
        await world.manifests.git(['update-ref', 'refs/heads/main', 'main~1']);
        await world.manifests.git(['update-ref', 'refs/heads/update', update]);
        await merge('update', 'Merge the update');
        await person('1.0.0', 'Revert "Merge the update"');
      },
      { kind: 'held', by: { value: '1.1.0', to: '1.0.0', returned: true } },
    ],
    [
      'that was amended',
      async () => {
        await person('1.0.0', 'Back');
        await rewrite(1, 'Back, with a better message');
      },
      { kind: 'held', by: { value: '1.1.0', to: '1.0.0', returned: true } },
    ],
    [
      'by a forced push that leaves no trace of the update',
      () => world.manifests.git(['update-ref', 'refs/heads/main', 'main~1']),
      { kind: 'change', to: { tag: '1.1.0' } },
    ],
    [
      'with other work in between',
      () => person('1.1.0', 'More', { also: '# more\n' }).then(() => person('1.0.0', 'Back')),
      { kind: 'held', by: { returned: true } },
    ],
    [
      'by hand to a version that was never there',
      () => person('0.9.0', 'Older'),
      { kind: 'held', by: { to: '0.9.0', returned: false } },
    ],
    [
      'of an update that a squash has taken for its own',
      async () => {
        await person('1.1.0', 'More', { also: '# more\n' });
        await rewrite(2, 'Work of a week');
        await person('1.0.0', 'Back');
      },
      { kind: 'held', by: { value: '1.1.0' } },
    ],
    [
      'of an update that somebody amended',
      async () => {
        await rewrite(1, `${await messageOfMain()}\nAmended.`);
        await person('1.0.0', 'Back');
      },
      { kind: 'held', by: { value: '1.1.0' } },
    ],
    [
      'of an update that was rebased',
      async () => {
        const update = (await world.manifests.git(['rev-parse', 'main'])).trim();
        await world.manifests.git(['update-ref', 'refs/heads/main', 'main~1']);
        await world.manifests.commit({ files: { README: 'hello\n' }, message: 'Before' });
        const body = await world.manifests.git(['log', '-1', '--format=%B', update]);
        await person('1.1.0', body);
        await person('1.0.0', 'Back');
      },
      { kind: 'held', by: { value: '1.1.0' } },
    ],
    [
      'that was squashed with the update, so that nothing is left to see',
      async () => {
        await person('1.0.0', 'Back');
        await world.manifests.git(['update-ref', 'refs/heads/main', 'main~2']);
        await world.manifests.commit({ files: { README: 'hello\n' }, message: 'Work of a week' });
      },
      { kind: 'change', to: { tag: '1.1.0' } },
    ],
    [
      'that is no revert: somebody edits something else',
      () => person('1.1.0', 'More', { also: '# more\n' }),
      { kind: 'current' },
    ],
  ])('%s', async (_what, act, expected) => {
    await world.run();
    await act();
    expect(await outcome()).toMatchObject(expected);
  });

  it('is let go by its commit, and a later one sticks again', async () => {
    await world.run();
    const first = await person('1.0.0', 'Back');
    await world.annotate('web', { 'towline.dev/release': first.slice(0, 12) });
    expect(await outcome()).toMatchObject({ kind: 'change', to: { tag: '1.1.0' } });
    await person('1.0.0', 'Back again');
    expect(await outcome()).toMatchObject({ kind: 'held', by: { value: '1.1.0' } });
  });

  it('is unknown to argocd-image-updater, and to whoever asks to be as it is', async () => {
    await world.run();
    await person('1.0.0', 'Back');
    await world.annotate('web', { 'towline.dev/compat': 'argocd-image-updater' });
    expect(await outcome()).toMatchObject({ kind: 'change', to: { tag: '1.1.0' } });
  });
});
