import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { z } from 'zod';

const register = fileURLToPath(new URL('../../../tools/typescript/register.mjs', import.meta.url));
const program = fileURLToPath(new URL('./count-objects.ts', import.meta.url));
const minute = 60_000;

it(
  'a controller in which nothing new happens keeps nothing of its cycles',
  async () => {
    const world = { applications: 4, images: 2, tags: 10 };
    const [early, late] = [15, 95];
    const { stdout } = await runProcess({
      command: process.execPath,
      args: ['--import', register, program, JSON.stringify([world, [early, late]])],
      env: inheritedEnvironment(process.env, ['PATH', 'TMPDIR']),
      maxOutputBytes: 1_000,
    });
    const counts = JSON.parse(Buffer.from(stdout).toString());
    const [before, after] = z.tuple([z.number(), z.number()]).parse(counts);
    // One object for each repository in each cycle would be twice as much. Connections that come and go are some 150.
    expect(after - before).toBeLessThan((world.applications * world.images * (late - early)) / 2);
  },
  4 * minute,
);
