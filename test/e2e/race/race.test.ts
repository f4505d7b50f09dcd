import { afterEach, describe, expect, it } from '@jest/globals';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';

const path = 'apps/web/kustomization.yaml';
const kustomization = (tag: string) => `# owned by team web
resources: [deployment.yaml]
images:
  - name: REGISTRY/web
    newTag: "${tag}" # moved by the updater
`;

const worlds: PassWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

/** An Application with its kustomization, and newer images up to 1.2.0. */
async function start(annotations: Readonly<Record<string, string>> = {}): Promise<PassWorld> {
  const world = await startPassWorld({ [path]: kustomization('1.0.0'), 'README.md': 'ours\n' });
  worlds.push(world);
  await world.push('web', '1.0.0', '1.1.0', '1.2.0', '2.0.0');
  const target = { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' };
  world.apply({ name: 'web', images: 'web=web:1.x', annotations: { ...target, ...annotations }, live: ['web:1.0.0'] });
  return world;
}

/** What the person does to the text of the kustomization, and what must be there in the end. */
interface Edit {
  readonly name: string;
  readonly edit: (text: string) => string;
  readonly others?: Readonly<Record<string, string>>;
  /** The tag that must be there in the end, with what the person did around it. */
  readonly tag: string;
  /** Whether we have a commit to make after theirs. */
  readonly ours: boolean;
}

const edits: readonly [Edit, ...Edit[]] = [
  {
    name: 'another file',
    edit: (text) => text,
    others: { 'README.md': 'theirs\n', 'docs/new.md': 'new\n' },
    tag: '1.2.0',
    ours: true,
  },
  {
    name: 'another line of the file',
    edit: (text) => text.replace('owned by team web', 'owned by team shop'),
    tag: '1.2.0',
    ours: true,
  },
  {
    name: 'the line, with an older version',
    edit: (text) => text.replace('"1.0.0" # moved by the updater', '1.1.0 # by hand'),
    tag: '1.2.0',
    ours: true,
  },
  {
    name: 'the line, with the version that we would write',
    edit: (text) => text.replace('"1.0.0" # moved by the updater', '1.2.0 # by hand'),
    tag: '1.2.0',
    ours: false,
  },
  {
    name: 'the line, with a version that is newer than ours',
    edit: (text) => text.replace('"1.0.0" # moved by the updater', '1.9.0 # by hand'),
    tag: '1.9.0',
    ours: false,
  },
];

/** When the person's push arrives: before the server tells where its branches are, or when our objects are on their way. */
const moments = ['info-refs:receive-pack', 'receive-pack'] as const;

type Moment = (typeof moments)[number];

const rows = moments.flatMap((moment) => edits.map((edit) => [moment, edit.name, edit] as const));

/** What the branch holds after both pushes. */
async function expectBoth(world: PassWorld, { branch, edit, theirs }: { branch: string; edit: Edit; theirs: string }) {
  const fill = (text: string) => text.replace('REGISTRY', world.registry.host);
  const theirText = edit.edit(fill(kustomization('1.0.0')));
  expect(await world.manifests.read(path, branch)).toBe(theirText.replace(/\b1\.\d\.0/, edit.tag));
  for (const [file, text] of Object.entries(edit.others ?? {})) {
    expect(await world.manifests.read(file, branch)).toBe(text);
  }
  const authors = await world.manifests.git(['log', '--format=%an', `${theirs}^..${branch}`]);
  expect(authors.split('\n')).toEqual(edit.ours ? ['argo-updater', 'Pat Person'] : ['Pat Person']);
}

function commitOf(world: PassWorld, edit: Edit, branch: string) {
  const text = edit.edit(kustomization('1.0.0').replace('REGISTRY', world.registry.host));
  return world.manifests.commit({ branch, files: { [path]: text, ...edit.others }, message: edit.name });
}

/** Lets the person push once, at that moment; gives what tells their commit afterwards. */
function letPush(world: PassWorld, push: { moment: Moment; edit: Edit; branch: string }): () => string {
  let theirs = '';
  world.git.beforeNext(push.moment, async () => {
    if ((await world.manifests.head(push.branch)) === undefined)
      await world.manifests.git(['branch', push.branch, 'main']);
    theirs = await commitOf(world, push.edit, push.branch);
  });
  return () => theirs;
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
