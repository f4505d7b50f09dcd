import { afterEach, describe, expect, it } from '@jest/globals';
import type { PassWorld } from '../run-once/pass-world.js';
import { edits, expectBoth, letPush, rows, startRace } from './person.js';

const worlds: PassWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

async function start(annotations?: Readonly<Record<string, string>>): Promise<PassWorld> {
  const world = await startRace(annotations);
  worlds.push(world);
  return world;
}

describe('a person who is quicker on the branch that Argo CD reads', () => {
  it.each(rows)('and pushes (%s) %s loses nothing', async (moment, _name, edit) => {
    const world = await start();
    const theirs = letPush(world, { moment, edit, branch: 'main' });
    const { delivered } = await world.run();
    expect(delivered).toMatchObject([{ delivery: { kind: edit.ours ? 'committed' : 'unchanged' } }]);
    await expectBoth(world, { branch: 'main', edit, theirs: theirs() });
  });
});

describe.each([
  ['that is there', true],
  ['that we are about to make', false],
])('a person who is quicker on a branch beside it, %s', (_name, isThere) => {
  const branch = 'updates/web';
  const branched = { 'argocd-image-updater.argoproj.io/git-branch': 'main:updates/{{.AppName}}' };

  it.each(rows)('and pushes (%s) %s loses nothing', async (moment, _what, edit) => {
    const world = await start(branched);
    if (isThere) await world.manifests.git(['branch', branch, 'main']);
    const main = await world.manifests.head();
    const theirs = letPush(world, { moment, edit, branch });
    await world.run();
    await expectBoth(world, { branch, edit, theirs: theirs() });
    expect(await world.manifests.head()).toBe(main);
  });

  it('wins in the end where they push before each of our pushes, and that is told', async () => {
    const world = await start(branched);
    if (isThere) await world.manifests.git(['branch', branch, 'main']);
    for (let push = 1; push <= 5; push += 1) {
      letPush(world, { moment: 'receive-pack', edit: { ...edits[0], others: { 'docs/n': `${push}` } }, branch });
    }
    expect((await world.run()).delivered).toMatchObject([
      { delivery: { kind: 'failed', failure: { code: 'push-overtaken', message: expect.stringContaining(branch) } } },
    ]);
    expect(await world.manifests.read('docs/n', branch)).toBe('5');
    expect((await world.run()).delivered).toMatchObject([{ delivery: { kind: 'committed' } }]);
  });
});
