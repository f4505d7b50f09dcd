import { expect } from '@jest/globals';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';

const path = 'apps/web/kustomization.yaml';
const kustomization = (tag: string) => `# owned by team web
resources: [deployment.yaml]
images:
  - name: REGISTRY/web
    newTag: "${tag}" # moved by the updater
`;

/** An Application with its kustomization, and newer images up to 1.2.0. */
export async function startRace(annotations: Readonly<Record<string, string>> = {}): Promise<PassWorld> {
  const files = { [path]: kustomization('1.0.0'), 'README.md': 'ours\n' };
  const world = await startPassWorld(files, { name: 'acme/manifests.git' });
  await world.push('web', '1.0.0', '1.1.0', '1.2.0', '2.0.0');
  const target = { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' };
  world.apply({ name: 'web', images: 'web=web:1.x', annotations: { ...target, ...annotations }, live: ['web:1.0.0'] });
  return world;
}

/** What the person does to the text of the kustomization, and what must be there in the end. */
export interface Edit {
  readonly name: string;
  readonly edit: (text: string) => string;
  readonly others?: Readonly<Record<string, string>>;
  /** The tag that must be there in the end, with what the person did around it. */
  readonly tag: string;
  /** Whether we have a commit to make after theirs. */
  readonly ours: boolean;
}

/** Everything that a person may do to the files that we write, and to others. */
export const edits: readonly [Edit, ...Edit[]] = [
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

/** A moment of a push. */
export type Moment = (typeof moments)[number];

/** Every edit at every moment, as rows of a table. */
export const rows = moments.flatMap((moment) => edits.map((edit) => [moment, edit.name, edit] as const));

/** Expects files with what both did to them. */
export async function expectMerged(
  world: PassWorld,
  edit: Edit,
  read: (file: string) => Promise<string | undefined>,
): Promise<void> {
  const theirText = edit.edit(kustomization('1.0.0').replace('REGISTRY', world.registry.host));
  expect(await read(path)).toBe(theirText.replace(/\b1\.\d\.0/, edit.tag));
  for (const [file, text] of Object.entries(edit.others ?? {})) expect(await read(file)).toBe(text);
}

/** Expects a branch with what both did, and with the commits of both. */
export async function expectBoth(
  world: PassWorld,
  { branch, edit, theirs }: { readonly branch: string; readonly edit: Edit; readonly theirs: string },
): Promise<void> {
  await expectMerged(world, edit, (file) => world.manifests.read(file, branch));
  const authors = await world.manifests.git(['log', '--format=%an', `${theirs}^..${branch}`]);
  expect(authors.split('\n')).toEqual(edit.ours ? ['argo-updater', 'Pat Person'] : ['Pat Person']);
}

function commitOf(world: PassWorld, edit: Edit, branch: string) {
  const text = edit.edit(kustomization('1.0.0').replace('REGISTRY', world.registry.host));
  return world.manifests.commit({ branch, files: { [path]: text, ...edit.others }, message: edit.name });
}

/** Lets the person push once, at that moment; gives what tells their commit afterwards. */
export function letPush(world: PassWorld, push: { moment: Moment; edit: Edit; branch: string }): () => string {
  let theirs = '';
  world.git.beforeNext(push.moment, async () => {
    if ((await world.manifests.head(push.branch)) === undefined)
      await world.manifests.git(['branch', push.branch, 'main']);
    theirs = await commitOf(world, push.edit, push.branch);
  });
  return () => theirs;
}
