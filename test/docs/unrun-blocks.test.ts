import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guides, readmes } from './pages.js';
import { runBlock } from './run-block.js';
import { writePrograms } from './world/write-programs.js';

describe('commands that need what no test has', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'towline-page-'));
    await writePrograms(join(folder, 'programs'), 'read');
    await mkdir(join(folder, 'work'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = [...readmes, ...guides].flatMap(({ path, steps }) =>
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
    const listed = [...readmes, ...guides].flatMap(({ path, steps }) =>
      steps.flatMap((step) =>
        step.kind === 'read' ? [`${path} needs=${step.needs}: ${step.text.split('\n')[0]}`] : [],
      ),
    );
    expect(listed).toMatchSnapshot();
  });
});
