import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Ended } from '../cli/run-argo-updater.js';
import { fill, readBranch, type Tree, yamlValues } from '../world/texts.js';
import { type Servers, startUpdaterWorld, type UpdaterWorld } from '../world/updater-world.js';
import { type MatrixCase, objectsOf, readMatrix, wholeTree } from './cases.js';
import { refusals, refusedApplication, refusedFiles, refusedNamespace, toldReasons } from './refusals.js';

const namespaces = ['argocd', 'team'];
const runOnce = ['run', '--once', '--watch-namespaces', namespaces.join(',')];

/** What the pass left behind. */
interface Outcome {
  readonly first: Ended;
  readonly tree: Tree;
  /** By namespace and name. */
  readonly specs: ReadonlyMap<string, unknown>;
}

const versions = { 'acme/web': ['1.0.0', '1.1.0', '2.0.0'], 'acme/api': ['2.0.0', '2.1.0', '2.1.4', '2.2.0'] };

async function startMatrix(servers: Servers, cases: readonly MatrixCase[]): Promise<UpdaterWorld> {
  const world = await startUpdaterWorld(servers);
  const places: Record<string, string> = { ...world.places };
  for (const [repository, tags] of Object.entries(versions)) {
    for (const tag of tags) {
      const digest = await world.registry.push({ repository, tags: [tag], labels: { tag } });
      if (repository === 'acme/web' && tag === '1.1.0') places.DIGEST = digest;
    }
  }
  await world.git.repository.commit({ files: wholeTree(cases, 'before', places), message: 'The first commit' });
  for (const one of cases) {
    for (const object of objectsOf(one.objects, places)) await world.cluster.create(object);
  }
  return { ...world, places };
}

async function specsOf({ cluster }: UpdaterWorld): Promise<ReadonlyMap<string, unknown>> {
  const lists = await Promise.all(
    namespaces.map(async (namespace) =>
      (await cluster.applications(namespace)).map(
        ({ metadata, spec }) => [`${namespace}/${metadata.name}`, spec] as const,
      ),
    ),
  );
  return new Map(lists.flat());
}

/** All Applications of the matrix in one cluster and one repository, updated by one pass of the program. */
export function matrixSuite(servers: Servers): void {
  const cases = readMatrix();
  let world: UpdaterWorld;
  let outcome: Outcome;
  beforeAll(async () => {
    world = await startMatrix(servers, cases);
    const first = await world.run(runOnce);
    outcome = { first, tree: await readBranch(world.git.repository), specs: await specsOf(world) };
  }, 60_000);
  afterAll(() => world?.stop());

  it('ends well', () => {
    expect(outcome.first).toEqual({
      code: 0,
      stdout: expect.stringContaining(`in ${cases.length} applications, 0 failed`),
      stderr: expect.not.stringContaining('error'),
    });
  });

  it.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const below = [...outcome.tree].filter(([path]) => path.startsWith(`${name}/`));
    expect(Object.fromEntries(below)).toEqual(wholeTree([one], 'after', world.places));

    const application = objectsOf(one.objects, world.places).at(-1);
    const changed = yamlValues(fill(one.live ?? '{}', world.places))[0];
    expect(outcome.specs.get(`${application?.metadata.namespace}/${name}`)).toEqual({
      ...Object(application?.spec),
      ...Object(changed),
    });
  });

  it('leaves nothing else in the repository', () => {
    expect([...outcome.tree.keys()]).toEqual(Object.keys(wholeTree(cases, 'after', world.places)).sort());
  });

  it('has a commit for each Application that is written by commits, with files of its own only', async () => {
    const format = '--format=%x00%(trailers:key=Towline-Application,valueonly,separator=)';
    const log = await world.git.repository.git(['log', '--reverse', '--name-only', format, 'main']);
    const commits = log
      .split('\0')
      .slice(2)
      .map((commit) => commit.split('\n').filter((line) => line !== ''));
    const folders = commits.map(([application = '', ...paths]) => {
      expect(paths.filter((path) => !path.startsWith(`${application.split('/')[1]}/`))).toEqual([]);
      return application.split('/')[1];
    });
    const committed = cases.filter(({ live }) => live === undefined).map(({ name }) => name);
    expect(folders.sort()).toEqual(committed);
  });

  it('finds nothing left to do afterwards', async () => {
    const head = await world.git.repository.head();
    const { code, stdout } = await world.run(runOnce);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^0 of \d+ images updated in \d+ applications, 0 failed\n$/),
    ]);
    expect(await world.git.repository.head()).toBe(head);
    expect(await specsOf(world)).toEqual(outcome.specs);
  });

  it('refuses what makes no sense, each for its reason, and writes nothing', async () => {
    const files = Object.entries(refusedFiles).map(([path, text]) => [path, fill(text, world.places)] as const);
    await world.git.repository.commit({ files: Object.fromEntries(files) });
    const head = await world.git.repository.head();
    const objects = refusals.flatMap((one) => objectsOf(JSON.stringify(refusedApplication(one)), world.places));
    for (const object of objects) await world.cluster.create(object);
    const { code, stdout } = await world.run(['run', '--once', '--watch-namespaces', refusedNamespace, '-o', 'json']);
    const told = toldReasons(stdout);
    expect(code).toBe(1);
    const expected = refusals.map(({ name, code, says }) => [name, { [code]: expect.stringContaining(says) }]);
    expect(told).toEqual(Object.fromEntries(expected));
    expect(await world.git.repository.head()).toBe(head);
  });
}
