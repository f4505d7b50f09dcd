import { performance } from 'node:perf_hooks';
import { seedImage } from '@towline/test-kit/registry';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { intervalMs, kustomization, type RunningController, startController, web } from './live-world.js';

/** How large a world is in which nothing new happens. */
export interface IdleWorld {
  readonly applications: number;
  /** Of each Application, each in a repository of its own. */
  readonly images: number;
  /** Of each repository; a multiple of ten. */
  readonly tags: number;
}

/** What was seen after some of the cycles, in their order. */
export interface IdleCycles<Seen> {
  readonly seen: readonly Seen[];
  /** How long a cycle took, with the servers in the same process. */
  readonly cycleMs: number;
}

/**
 * Runs a controller and its servers in this process until the last of `cycles` is over, and looks after each of these. Time is driven, so that a cycle takes no
 * longer than its questions; the logs of the servers are emptied.
 */
export async function runIdleCycles<Seen>(
  { applications, images, tags }: IdleWorld,
  cycles: readonly number[],
  look: () => Promise<Seen>,
): Promise<IdleCycles<Seen>> {
  const names = Array.from({ length: applications * images }, (_, n) => `app-${n}`);
  const newest = `1.${tags - 1}.0`;
  const files = names.map((name) => [`apps/${name}/kustomization.yaml`, kustomization(newest, name)]);
  const world = await startPassWorld(Object.fromEntries(files));
  let running: RunningController | undefined;
  try {
    for (const name of names) await fill(world, name, tags);
    for (let n = 0; n < applications; n += 1) {
      const own = names.slice(n * images, (n + 1) * images);
      const list = own.map((name) => `${name}=${name}:1.x`).join(',');
      world.apply({ ...web, name: `app-${n}`, images: list, live: own.map((name) => `${name}:${newest}`) });
    }
    running = startController(world);
    await running.next('start');
    const seen: Seen[] = [];
    const started = performance.now();
    const last = Math.max(...cycles);
    for (let cycle = 1; cycle <= last; cycle += 1) {
      await poll(world, running, names.length);
      if (cycles.includes(cycle)) seen.push(await look());
    }
    return { seen, cycleMs: (performance.now() - started) / last };
  } finally {
    await running?.stop();
    await world.stop();
  }
}

async function fill({ registry }: PassWorld, repository: string, tags: number): Promise<void> {
  for (let image = 0; image < tags / 10; image += 1) {
    const names = Array.from({ length: 10 }, (_, n) => `1.${image * 10 + n}.0`);
    await seedImage(registry.state, { repository, tags: names, labels: { image: String(image) } });
  }
}

async function poll(world: PassWorld, running: RunningController, repositories: number): Promise<void> {
  running.clock.advance(intervalMs);
  await running.next(`polled ${repositories}+1`);
  for (const { requests } of [world.registry, world.git, world.kube]) requests.clear();
}
