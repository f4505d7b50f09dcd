import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seedImage } from '@towline/test-kit/registry';
import { z } from 'zod';
import { intervalMs, kustomization, type RunningController, startController, web } from '../e2e/live/live-world.js';
import { type PassWorld, startPassWorld } from '../e2e/run-once/pass-world.js';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const applications = 100;
const images = 2;
const tags = 200;
const repositories = applications * images;

/**
 * The heap after garbage collection of a controller of 100 Applications of 2 images of 200 tags, in which nothing new happens: at cycle 60
 * against cycle 20, or at 1,000 against 200 with `--long`. The servers are in the same process, with their logs emptied.
 */
export async function heap({ long }: { readonly long: boolean }): Promise<readonly Figure[]> {
  const [early, late] = long ? [200, 1_000] : [20, 60];
  const nameOf = (n: number): string => `app-${n}`;
  const names = Array.from({ length: repositories }, (_, n) => nameOf(n));
  const files = names.map((name) => [`apps/${name}/kustomization.yaml`, kustomization(`1.${tags - 1}.0`, name)]);
  const world = await startPassWorld(Object.fromEntries(files));
  let running: RunningController | undefined;
  try {
    for (const name of names) await fill(world, name);
    for (let n = 0; n < applications; n += 1) {
      const own = [nameOf(n * images), nameOf(n * images + 1)];
      const list = own.map((name) => `${name}=${name}:1.x`).join(',');
      const live = own.map((name) => `${name}:1.${tags - 1}.0`);
      world.apply({ ...web, name: nameOf(n), images: list, live });
    }
    running = startController(world);
    await running.next('start');
    const sizes = new Map<number, number>();
    const started = performance.now();
    for (let cycle = 1; cycle <= late; cycle += 1) {
      await pass(world, running);
      if (cycle === early || cycle === late) sizes.set(cycle, heapAfterCollection());
    }
    const perCycle = (performance.now() - started) / late;
    const [before = 0, after = 0] = [sizes.get(early), sizes.get(late)];
    const mib = (bytes: number): number => Math.round(bytes / 104_857.6) / 10;
    return [
      { name: `heap after ${early} cycles of 200 repositories`, value: mib(before), unit: 'MiB' },
      { name: `heap after ${late} cycles`, value: mib(after), unit: 'MiB' },
      {
        name: `heap at cycle ${late} against cycle ${early}`,
        value: Math.round((after / before) * 1_000) / 1_000,
        unit: 'times',
      },
      { name: 'a cycle of 200 repositories, servers included', value: Math.round(perCycle), unit: 'ms' },
    ];
  } finally {
    await running?.stop();
    await world.stop();
  }
}

async function fill({ registry }: PassWorld, repository: string): Promise<void> {
  for (let image = 0; image < tags / 10; image += 1) {
    const names = Array.from({ length: 10 }, (_, n) => `1.${image * 10 + n}.0`);
    await seedImage(registry.state, { repository, tags: names, labels: { image: String(image) } });
  }
}

async function pass(world: PassWorld, running: RunningController): Promise<void> {
  running.clock.advance(intervalMs);
  await running.next(`polled ${repositories}+1`);
  for (const { requests } of [world.registry, world.git, world.kube]) requests.clear();
}

/** Node has a collector that can be called, where a flag says so. */
function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = z.function().parse(runInNewContext('gc'));
  for (let time = 0; time < 3; time += 1) collect();
  return process.memoryUsage().heapUsed;
}
