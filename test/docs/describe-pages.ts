import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { normalizeOutput } from './normalize-output.js';
import type { Step } from './page-steps.js';
import type { Page } from './pages.js';
import { runBlock } from './run-block.js';
import { type PageWorld, startPageWorld } from './world/page-world.js';
import { type Answer, writeAnswers } from './write-answers.js';

/** `UPDATE_PAGES=1` writes what commands answer into the pages, instead of comparing it. */
const updates = process.env.UPDATE_PAGES === '1';
/** A block has a few commands, and a machine that runs other tests beside them is slow. */
const timeoutMs = 90_000;

/** Does what pages say, each page from its beginning in a world of its own. */
export function describePages(pages: readonly Page[]): void {
  const withCommands = pages.filter(({ steps }) => steps.some(({ kind }) => kind === 'run'));
  describe.each(withCommands)('the commands of $path', (page) => describePage(page));
}

function describePage({ file, steps }: Page): void {
  const todo = steps.flatMap((step) => (step.kind === 'read' ? [] : [step]));
  const answers: Answer[] = [];
  let world: PageWorld;
  beforeAll(async () => {
    const speaksTo = (host: string) => todo.some(({ kind, text }) => kind === 'run' && text.includes(host));
    world = await startPageWorld({
      updater: speaksTo('updater.example.com'),
      jenkins: speaksTo('jenkins.example.com') || speaksTo('jenkins-bridge build'),
    });
  }, timeoutMs);
  afterAll(async () => {
    await world?.stop();
    if (updates) await writeAnswers(file, answers);
  });

  it.each(todo.map((step) => [titleOf(step), step] as const))(
    '%s',
    async (_title, step) => {
      const { place, fill, unfill } = world;
      if (step.kind === 'file') return put(place.folder, step.path, fill(step.text));
      const { failures, stdout, stderr } = await runBlock(place, fill(step.text), step.until);
      const isExpected = failures.join() === step.exit.join();
      expect({ failures, ...(!isExpected && { stdout, stderr }) }).toEqual({ failures: step.exit });
      if (step.output === undefined) return;
      if (updates) answers.push({ at: step.output, text: unfill(stdout) });
      else expect(normalizeOutput(unfill(stdout))).toBe(normalizeOutput(step.output.text));
    },
    timeoutMs,
  );
}

function titleOf(step: Step): string {
  return step.kind === 'file' ? step.path : (step.text.trim().split('\n')[0] ?? '');
}

async function put(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
