import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { runIdleCycles } from '../e2e/live/idle-cycles.js';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/**
 * The heap after garbage collection of a controller of 100 Applications of 2 images of 200 tags, in which nothing new happens: at cycle 60
 * against cycle 20, or at 1,000 against 200 with `--long`. The servers are in the same process.
 */
export async function heap({ long }: { readonly long: boolean }): Promise<readonly Figure[]> {
  const [early, late] = long ? [200, 1_000] : [20, 60];
  const { seen, cycleMs } = await runIdleCycles(
    { applications: 100, images: 2, tags: 200 },
    [early, late],
    heapAfterCollection,
  );
  const [before = 0, after = 0] = seen;
  const mib = (bytes: number): number => Math.round(bytes / 104_857.6) / 10;
  const ratio = Math.round((after / before) * 1_000) / 1_000;
  return [
    { name: `heap after ${early} cycles of 200 repositories`, value: mib(before), unit: 'MiB' },
    { name: `heap after ${late} cycles`, value: mib(after), unit: 'MiB' },
    { name: `heap at cycle ${late} against cycle ${early}`, value: ratio, unit: 'times' },
    { name: 'a cycle of 200 repositories, servers included', value: Math.round(cycleMs), unit: 'ms' },
  ];
}

/** Node has a collector that can be called, where a flag says so. */
async function heapAfterCollection(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = z.function().parse(runInNewContext('gc'));
  for (let time = 0; time < 3; time += 1) collect();
  return process.memoryUsage().heapUsed;
}
