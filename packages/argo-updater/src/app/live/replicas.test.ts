import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@towline/shared/ports';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import type { ReplicasPort } from './ports.js';
import { createReplicas } from './replicas.js';
import { createCluster } from './testdata/leases-in-memory.js';

const durationMs = 15_000;
const retryMs = 2_000;
const bound = durationMs + 2 * retryMs;
const works = Array.from({ length: 40 }, (_, index) => `work ${index}`);

interface Running {
  readonly name: string;
  readonly replica: ReplicasPort;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  readonly clock: ManualClock;
}

describe.each([
  ['whose watches tell them of everything', true],
  ['whose watches hang', false],
])('replicas %s', (_, watches) => {
  let cluster: ReturnType<typeof createCluster>;
  let running: Running[];
  beforeEach(() => {
    cluster = createCluster({ watches });
    running = [];
  });
  afterEach(async () => {
    cluster.cut.clear();
    for (const { stop } of running) stop.abort();
    await Promise.all(running.map(({ ended }) => ended));
  });

  /** Each has a clock of its own, as each machine has, and none tells the same time. */
  const start = (name: string, holder = name): Running => {
    const clock = createManualClock(1_000_000 * (running.length + 1));
    const replica = createReplicas({
      leases: cluster.portOf(name, holder),
      clock,
      log: silentLogger,
      name,
      holder,
      durationMs,
      retryMs,
    });
    const stop = new AbortController();
    const one = { name, replica, stop, ended: replica.run(() => undefined, stop.signal), clock };
    running.push(one);
    return one;
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  /** Lets time pass for these, in steps in which each does what it is due to do. */
  const pass = async (milliseconds: number, who = running): Promise<void> => {
    await settle();
    for (let left = milliseconds; left > 0; left -= 500) {
      for (const { clock } of who) clock.advance(500);
      await settle();
    }
  };
  const ownersOf = (work: string, who = running): readonly string[] =>
    who.filter(({ replica }) => replica.owns(work)).map(({ name }) => name);
  const counts = (who = running): readonly number[] => works.map((work) => ownersOf(work, who).length);
  const once = works.map(() => 1);

  it('one alone has everything at once', async () => {
    start('a');
    await settle();
    expect(counts()).toEqual(once);
  });

  it('share everything, each work with one owner whom the others know', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => start(name));
    await pass(3 * retryMs);
    expect(counts()).toEqual(once);
    const shares = running.map(({ replica }) => works.filter((work) => replica.owns(work)).length);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    const work = works.find((one) => c?.replica.owns(one)) ?? '';
    expect([a, b, c].map((one) => one?.replica.ownerOf(work)?.address)).toEqual(['http://c', 'http://c', undefined]);
  });

  it('never have a work twice while one joins', async () => {
    start('a');
    await pass(retryMs);
    start('b');
    for (let step = 0; step < 20; step += 1) {
      await pass(500);
      expect(Math.max(...counts())).toBe(1);
    }
    expect(counts()).toEqual(once);
  });

  it('take over at once what one leaves that was told to stop', async () => {
    const [a, b] = ['a', 'b'].map((name) => start(name));
    await pass(3 * retryMs);
    b?.stop.abort();
    await b?.ended;
    await pass(
      retryMs,
      [a].flatMap((one) => one ?? []),
    );
    expect(works.every((work) => a?.replica.owns(work))).toBe(true);
  });

  it('take over within the bound what one leaves that is killed', async () => {
    const [a, b] = ['a', 'b', 'c'].map((name) => start(name));
    await pass(3 * retryMs);
    const rest = [a, b].flatMap((one) => one ?? []);
    await pass(bound, rest);
    expect(counts(rest)).toEqual(once);
  });

  it('do not take anything from one that is merely slow', async () => {
    const [a, b] = ['a', 'b'].map((name) => start(name));
    await pass(3 * retryMs);
    const before = works.map((work) => ownersOf(work));
    // Nothing but its clock goes half as fast.
    for (let step = 0; step < 40; step += 1) {
      await pass(
        500,
        [a].flatMap((one) => one ?? []),
      );
      if (step % 2 === 0)
        await pass(
          500,
          [b].flatMap((one) => one ?? []),
        );
    }
    expect(works.map((work) => ownersOf(work))).toEqual(before);
  });

  it('of which one was paused: it has nothing when it wakes, until the others know', async () => {
    const [a, b] = ['a', 'b'].map((name) => start(name));
    await pass(3 * retryMs);
    const others = [a].flatMap((one) => one ?? []);
    await pass(bound, others);
    expect(counts(others)).toEqual(once);
    // The machine wakes: its clock has gone on, and nothing of its program has run yet.
    b?.clock.advance(bound);
    expect(works.some((work) => b?.replica.owns(work))).toBe(false);
    for (let step = 0; step < 20; step += 1) {
      await pass(500);
      expect(Math.max(...counts())).toBe(1);
    }
    expect(counts()).toEqual(once);
  });

  it('of which one loses the network: it stops before the others begin', async () => {
    const [a, b] = ['a', 'b'].map((name) => start(name));
    await pass(3 * retryMs);
    cluster.cut.add('b');
    for (let passed = 0; passed < bound; passed += 500) {
      await pass(500);
      expect(Math.max(...counts())).toBe(1);
    }
    expect([a, b].map((one) => works.filter((work) => one?.replica.owns(work)).length)).toEqual([works.length, 0]);
    cluster.cut.delete('b');
    for (let step = 0; step < 20; step += 1) {
      await pass(500);
      expect(Math.max(...counts())).toBe(1);
    }
    expect(counts()).toEqual(once);
  });

  it('tidy up Leases that nobody renews any more', async () => {
    cluster.leases.set('ghost', { name: 'ghost', holder: 'ghost', version: 'old', address: undefined, notes: '' });
    start('a');
    await pass(durationMs + retryMs);
    expect([...cluster.leases.keys()]).toEqual(['ghost', 'a']);
    await pass(20 * durationMs);
    expect([...cluster.leases.keys()]).toEqual(['a']);
  });

  it('of which one is killed and starts again: it takes its own Lease over at once', async () => {
    cluster.leases.set('a', { name: 'a', holder: 'the process before', version: 'old', address: undefined, notes: '' });
    start('a');
    await settle();
    expect(counts()).toEqual(once);
  });

  it('of one name: the later one has everything, and the earlier one when that is dead', async () => {
    const first = start('a', 'first');
    await pass(retryMs);
    const second = start('a', 'second');
    await pass(durationMs);
    expect(counts([first])).toEqual(works.map(() => 0));
    expect(counts([second])).toEqual(once);
    await pass(bound + retryMs, [first]);
    expect(counts([first])).toEqual(once);
  });

  it('hear what the others say, for as long as these are alive', async () => {
    const [a, b] = ['a', 'b', 'c'].map((name) => start(name));
    await pass(3 * retryMs);
    a?.replica.say('an update');
    await pass(retryMs);
    expect(running.map(({ replica }) => replica.heard())).toEqual([[], ['an update'], ['an update']]);
    a?.stop.abort();
    await a?.ended;
    await pass(
      retryMs,
      [b].flatMap((one) => one ?? []),
    );
    expect(b?.replica.heard()).toEqual([]);
  });

  it('tell of every change, also of a lapse that is over', async () => {
    const clock = createManualClock();
    let changes = 0;
    const replica = createReplicas({
      leases: cluster.portOf('a'),
      clock,
      log: silentLogger,
      name: 'a',
      holder: 'a',
      durationMs,
      retryMs,
    });
    const owned: boolean[] = [];
    const stop = new AbortController();
    const ended = replica.run(() => {
      changes += 1;
      owned.push(replica.owns('work'));
    }, stop.signal);
    await settle();
    clock.advance(bound);
    await settle();
    stop.abort();
    await ended;
    expect(owned).toEqual([false, true, false, true]);
    expect(changes).toBe(4);
  });
});

describe('replicas in peace', () => {
  it('ask nothing but to renew their Leases', async () => {
    const cluster = createCluster({ watches: true });
    const clock = createManualClock();
    const stop = new AbortController();
    const ended = ['a', 'b'].map((name) =>
      createReplicas({
        leases: cluster.portOf(name),
        clock,
        log: silentLogger,
        name,
        holder: name,
        durationMs,
        retryMs,
      }).run(() => undefined, stop.signal),
    );
    const pass = async (milliseconds: number): Promise<void> => {
      for (let left = milliseconds; left > 0; left -= 500) {
        clock.advance(500);
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      }
    };
    await pass(durationMs);
    Object.assign(cluster.asked, { lists: 0, renewals: 0 });
    await pass(4 * durationMs);
    expect(cluster.asked.lists).toBe(0);
    expect(cluster.asked.renewals).toBeLessThanOrEqual(2 * 4 * 3);
    stop.abort();
    await Promise.all(ended);
  });
});
