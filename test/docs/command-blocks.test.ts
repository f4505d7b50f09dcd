import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { normalizeOutput } from './normalize-output.js';
import { pageSteps, type Step } from './page-steps.js';
import { runBlock } from './run-block.js';
import { type PageWorld, startPageWorld } from './world/page-world.js';
import { writePrograms } from './world/write-programs.js';
import { type Answer, writeAnswers } from './write-answers.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const below = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const paths = [
  'README.md',
  'CONTRIBUTING.md',
  ...['shared', 'jenkins-bridge', 'argo-updater'].map((name) => `packages/${name}/README.md`),
  ...below('docs/guides'),
];
const pages = paths.map((path) => {
  const steps = pageSteps(readFileSync(join(root, path), 'utf8'));
  return { path, steps, todo: steps.flatMap((step) => (step.kind === 'read' ? [] : [step])) };
});
/** `UPDATE_PAGES=1` writes what commands answer into the pages, instead of comparing it. */
const updates = process.env.UPDATE_PAGES === '1';

describe.each(pages.filter(({ steps }) => steps.some(({ kind }) => kind === 'run')))(
  'the commands of $path',
  ({ path, todo }) => {
    let world: PageWorld;
    const answers: Answer[] = [];
    beforeAll(async () => {
      const speaksTo = (host: string) => todo.some(({ kind, text }) => kind === 'run' && text.includes(host));
      world = await startPageWorld({
        updater: speaksTo('updater.example.com'),
        jenkins: speaksTo('jenkins.example.com') || speaksTo('jenkins-bridge build'),
      });
    }, 30_000);
    afterAll(async () => {
      await world?.stop();
      if (updates) await writeAnswers(join(root, path), answers);
    });

    it.each(todo.map((step) => [titleOf(step), step] as const))('%s', async (_title, step) => {
      const { place, fill, unfill } = world;
      if (step.kind === 'file') return put(place.folder, step.path, fill(step.text));
      const { failures, stdout, stderr } = await runBlock(place, fill(step.text), step.until);
      const isExpected = failures.join() === step.exit.join();
      expect({ failures, ...(!isExpected && { stdout, stderr }) }).toEqual({ failures: step.exit });
      if (step.output === undefined) return;
      if (updates) answers.push({ at: step.output, text: unfill(stdout) });
      else expect(normalizeOutput(unfill(stdout))).toBe(normalizeOutput(step.output.text));
    });
  },
);

describe('commands that need what no test has', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'towline-page-'));
    await writePrograms(join(folder, 'programs'), 'read');
    await mkdir(join(folder, 'work'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = pages.flatMap(({ path, steps }) =>
    steps.flatMap((step) => (step.kind === 'read' ? [[`${path}:${step.line}`, step] as const] : [])),
  );
  it.each(read)('%s can be read, by bash and by our programs', async (_where, { text }) => {
    const place = {
      folder: join(folder, 'work'),
      state: folder,
      environment: { PATH: join(folder, 'programs'), HOME: folder },
    };
    // Everything that is not ours succeeds.
    const { failures, stderr } = await runBlock(place, `command_not_found_handle() { :; }\n${text}`);
    expect([failures, stderr]).toEqual([[], '']);
  });

  it('are these', () => {
    const listed = pages.flatMap(({ path, steps }) =>
      steps.flatMap((step) =>
        step.kind === 'read' ? [`${path} needs=${step.needs}: ${step.text.split('\n')[0]}`] : [],
      ),
    );
    expect(listed).toMatchSnapshot();
  });
});

function titleOf(step: Step): string {
  return step.kind === 'file' ? step.path : (step.text.trim().split('\n')[0] ?? '');
}

async function put(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
