import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startPassWorld } from '../run-once/pass-world.js';
import { kustomization, web } from './live-world.js';
import { type ReplicaProcess, startReplica, until } from './replica-process.js';

const names = ['web', 'api', 'shop', 'mail'];
const seed = 20_261_121;
const rounds = 24;

/** The same numbers in every run (mulberry32). */
function createRandom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('people who push, replicas that are killed, watches that are cut', () => {
  it('lose no update and make none twice', async () => {
    const random = createRandom(seed);
    const files = names.map((name) => [`apps/${name}/kustomization.yaml`, kustomization('1.0.0', name)]);
    const world = await startPassWorld(Object.fromEntries(files));
    for (const name of names) await world.push(name, '1.0.0');
    world.apply(...names.map((name) => ({ ...web, name, images: `${name}=${name}:1.x`, live: [`${name}:1.0.0`] })));
    const folder = await mkdtemp(join(tmpdir(), 'towline-chaos-'));
    const place = { kubeConfig: world.kube.kubeConfig, registry: world.registry.host, folder };
    const replicas: { readonly name: string; readonly process: ReplicaProcess }[] = [];
    const killed: string[] = [];
    let started = 0;
    const start = async (): Promise<void> => {
      started += 1;
      const name = `updater-${started}`;
      replicas.push({ name, process: await startReplica(place, { name, interval: '2s' }) });
    };
    await Promise.all([start(), start(), start()]);
    const wanted = new Map(names.map((name) => [name, 0]));
    const pick = <Item>(items: readonly Item[]): Item => {
      const item = items[random(items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    };

    const actions = {
      async image() {
        const name = pick(names);
        const minor = (wanted.get(name) ?? 0) + 1;
        wanted.set(name, minor);
        await world.push(name, `1.${minor}.0`);
        // Not everybody who pushes tells of it.
        if (random(2) === 0)
          await pick(replicas)
            .process.tell(name, `1.${minor}.0`)
            .catch(() => 0);
      },
      async person() {
        await world.manifests.commit({ files: { [`notes/${random(1000)}.md`]: `${random(1000)}\n` } });
      },
      async kill() {
        const victim = pick(replicas);
        replicas.splice(replicas.indexOf(victim), 1);
        killed.push(victim.name);
        victim.process.signal('SIGKILL');
        await victim.process.ended;
        await start();
      },
      async cut() {
        world.kube.watches.cut();
      },
    };
    const schedule = ['image', 'image', 'image', 'person', 'person', 'cut', 'kill'] as const;
    for (let round = 0; round < rounds; round += 1) {
      await actions[pick(schedule)]();
      await wait(random(300));
    }

    const tagIn = async (name: string) =>
      /newTag: (.*)/.exec((await world.manifests.read(`apps/${name}/kustomization.yaml`)) ?? '')?.[1];
    for (const [name, minor] of wanted) await until(async () => (await tagIn(name)) === `1.${minor}.0`);

    const log = await world.manifests.git(['log', '--format=%b', '--author=argo-updater', 'main']);
    const updates = log.split('\n').filter((line) => line.startsWith('updates image'));
    expect(updates.length).toBeGreaterThanOrEqual(names.length);
    expect(updates).toEqual([...new Set(updates)]);
    for (const { process } of replicas) process.signal('SIGTERM');
    expect(await Promise.all(replicas.map(({ process }) => process.ended))).toEqual(replicas.map(() => 0));
    const holders = world.kube.objects('leases').map(({ metadata }) => metadata.name);
    expect(holders.filter((holder) => !killed.some((name) => holder.startsWith(`argo-updater-${name}-`)))).toEqual([]);
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }, 240_000);
});
