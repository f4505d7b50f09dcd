import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorCode } from '@towline/shared/errors';
import { describeReal, startKubeApi } from '@towline/test-kit/real';
import { z } from 'zod';
import type { PassWorld } from '../run-once/pass-world.js';
import { type ChaosCluster, type ChaosWorld, type Member, startChaosWorld } from './chaos-world.js';
import { clientOf, copyInto } from './copy-into.js';
import { leases, until } from './replica-process.js';

const names = ['web', 'api', 'shop', 'mail'];
/** Beyond this nothing is unserved: then it is polled within a second, planned and pushed by a machine that does much else meanwhile. */
const boundMs = leases.durationMs + 2 * leases.retryMs;
const workMs = 12_000;
const minute = 60_000;

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

/** What happens to a replica, and what ends it. */
type Disturbance = (chaos: ChaosWorld, member: Member) => Promise<() => Promise<void> | void>;

const disturbances: Readonly<Record<string, Disturbance>> = {
  /** The pod starts its container again. */
  async restart(chaos, member) {
    await chaos.kill(member);
    return () => chaos.start(member.name);
  },
  /** The node is gone, and another pod comes in the stead of the one that was there. */
  async replacement(chaos, member) {
    await chaos.kill(member);
    return () => chaos.start(`${member.name}-next`);
  },
  async pause(_, { process }) {
    process.signal('SIGSTOP');
    return () => process.signal('SIGCONT');
  },
  async loss(_, { way }) {
    way.cut({ refuse: true });
    return () => way.open();
  },
  async cut(_, { way }) {
    way.cut();
    return () => undefined;
  },
};

/** What people do: images, of which some are told of, and commits of their own; and how what is deployed gets on. */
function createPeople(chaos: ChaosWorld, random: (below: number) => number) {
  const { world, members, tagIn, told } = chaos;
  const wanted = new Map(names.map((name) => [name, 0]));
  let latest = 'web';
  return {
    async act(reached: (member: Member) => boolean): Promise<void> {
      const name = names[random(names.length)] ?? 'web';
      const minor = (wanted.get(name) ?? 0) + 1;
      latest = name;
      wanted.set(name, minor);
      await world.push(name, `1.${minor}.0`);
      const [told] = members.filter(reached);
      if (random(2) === 0) await told?.process.tell(name, `1.${minor}.0`).catch(() => 0);
      await commitNote(world, { [`notes/${random(1000)}.md`]: `${random(1000)}\n` });
      await wait(random(300));
    },
    async untilServed(): Promise<void> {
      for (const [name, minor] of wanted) await until(async () => (await tagIn(name)) === `1.${minor}.0`);
    },
    /** What was written last fails, until somebody mends it. Gives what people must hear of it. */
    async fail(): Promise<readonly string[]> {
      const tag = `1.${wanted.get(latest)}.0`;
      const about = `argocd/${latest} ${tag}`;
      await chaos.deploy(latest, tag, 'Degraded');
      await until(() => told.includes(`failed ${about}`));
      await chaos.deploy(latest, tag, 'Healthy');
      await until(() => told.includes(`recovered ${about}`));
      return [`failed ${about}`, `recovered ${about}`];
    },
  };
}

/** A person whose commit was overtaken makes it anew. */
async function commitNote({ manifests }: PassWorld, files: Readonly<Record<string, string>>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await manifests.commit({ files });
      return;
    } catch (error) {
      if (attempt === 10 || errorCode(error) !== 'process-failed') throw error;
    }
  }
}

const eventsSchema = z.object({
  items: z.array(z.object({ reason: z.string(), message: z.string(), involvedObject: z.object({ name: z.string() }) })),
});

/** What was told of updates by events, in one line each. */
async function updatesTold({ kubeConfig }: ChaosCluster): Promise<readonly string[]> {
  const client = await clientOf(kubeConfig);
  const { items } = eventsSchema.parse(await client.get('/api/v1/namespaces/argocd/events'));
  return items.flatMap(({ reason, message, involvedObject }) =>
    reason === 'ImagesUpdated' ? [`${involvedObject.name}: ${message}`] : [],
  );
}

interface Extent {
  readonly replicas: number;
  readonly rounds: number;
  readonly open: (world: PassWorld) => Promise<ChaosCluster>;
}

async function goThrough({ replicas, rounds, open }: Extent): Promise<void> {
  const random = createRandom(20_261_121 + replicas);
  const chaos = await startChaosWorld(names, replicas, open);
  const { members } = chaos;
  try {
    const people = createPeople(chaos, random);
    const kinds = Object.values(disturbances);
    const offset = random(kinds.length);
    const news: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const victim = members[random(members.length)];
      const disturb = kinds[(offset + round) % kinds.length];
      if (victim === undefined || disturb === undefined) throw new RangeError('nothing to disturb');
      // Some come back before the others notice, and some long after the others have taken over.
      const comesBackFirst = replicas === 1 || random(2) === 0;
      await people.act(() => true);
      const end = await disturb(chaos, victim);
      let since = Date.now();
      await people.act((member) => member !== victim);
      if (comesBackFirst) {
        await end();
        since = Date.now();
      }
      await people.untilServed();
      expect(Date.now() - since).toBeLessThan(boundMs + workMs);
      news.push(...(await people.fail()));
      if (!comesBackFirst) await end();
    }
    for (const { process } of members) process.signal('SIGTERM');
    expect(await Promise.all(members.map(({ process }) => process.ended))).toEqual(members.map(() => 0));
    await expectNothingTwice(chaos, rounds);
    expect(chaos.told).toEqual(news);
  } finally {
    await chaos.stop();
  }
}

async function expectNothingTwice({ world, cluster }: ChaosWorld, atLeast: number): Promise<void> {
  const log = await world.manifests.git(['log', '--format=%b', '--author=argo-updater', 'main']);
  const updates = log.split('\n').filter((line) => line.startsWith('updates image'));
  expect(updates.length).toBeGreaterThanOrEqual(atLeast);
  expect(updates).toEqual([...new Set(updates)]);
  const told = await updatesTold(cluster);
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual([...new Set(told)]);
}

describe('people who push, and replicas that are killed, paused and cut off, lose no update and make none twice', () => {
  it.each([1, 2, 3])(
    '%i on the fake',
    (replicas) =>
      goThrough({
        replicas,
        rounds: 2,
        open: async ({ kube }) => ({ kubeConfig: kube.kubeConfig, stop: async () => undefined }),
      }),
    4 * minute,
  );
});

describeReal('kube-api', 'the same on the real API server', () => {
  let real: ChaosCluster;
  beforeAll(async () => {
    real = await startKubeApi();
  }, minute);
  afterAll(() => real.stop(), minute);

  it.each([1, 2, 3])(
    '%i',
    (replicas) =>
      goThrough({
        replicas,
        rounds: 2 + replicas,
        async open(world) {
          await copyInto(real.kubeConfig, world.kube);
          return { kubeConfig: real.kubeConfig, stop: async () => undefined };
        },
      }),
    4 * minute,
  );
});
