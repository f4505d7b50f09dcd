import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Dated, walkNewestBuild } from './newest-build.js';

interface Build extends Dated {
  readonly name: string;
  readonly createdAt: number | undefined;
  readonly cached?: boolean;
}

async function walk(builds: readonly Build[], concurrency = 4) {
  const read: string[] = [];
  let inFlight = 0;
  let most = 0;
  const times = await walkNewestBuild(
    builds,
    {
      known: async ({ cached, createdAt }) => (cached ? createdAt : undefined),
      async read(build) {
        read.push(build.name);
        most = Math.max(most, ++inFlight);
        await Promise.resolve();
        inFlight -= 1;
        return build.createdAt;
      },
    },
    { concurrency },
  );
  return { read, most, newest: newestOf(times) };
}

/** By build time, the greater name where that is equal: as the policy ranks. */
function newestOf(times: ReadonlyMap<Build, number>): string | undefined {
  const ranked = [...times].sort(([a, at], [b, bt]) => bt - at || (a.name < b.name ? 1 : -1));
  return ranked[0]?.[0].name;
}

const moment = fc.integer({ min: 0, max: 12 });
const build = fc.record({
  name: fc.string({ minLength: 1, maxLength: 3 }),
  delay: fc.integer({ min: 0, max: 6 }),
  createdAt: fc.option(moment, { nil: undefined, freq: 8 }),
  pushed: fc.boolean(),
  cached: fc.boolean(),
});
/** Whole seconds, so that the rounding of registries is in play, and few of them, so that there are ties. */
const builds = fc.uniqueArray(build, { selector: ({ name }) => name, maxLength: 30 }).map((all) =>
  all.map(({ name, delay, createdAt, pushed, cached }): Build => {
    const time = createdAt === undefined ? undefined : createdAt * 500;
    const pushedAt = Math.floor(((time ?? 0) + delay * 500) / 1000) * 1000;
    return { name, cached, createdAt: time, ...(pushed ? { pushedAt } : {}) };
  }),
);

describe('walkNewestBuild', () => {
  it('finds what a scan of everything finds, whatever is cached, where no build is younger than its push', async () => {
    await fc.assert(
      fc.asyncProperty(builds, fc.integer({ min: 1, max: 8 }), async (all, concurrency) => {
        const everything = new Map(all.flatMap((one) => (one.createdAt === undefined ? [] : [[one, one.createdAt]])));
        const { newest, most } = await walk(all, concurrency);
        expect(newest).toBe(newestOf(everything));
        expect(most).toBeLessThanOrEqual(concurrency);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads nothing but the newest push where that was built after all other pushes', async () => {
    const all = Array.from({ length: 50 }, (_, i) => ({
      name: `b${i}`,
      pushedAt: i * 10_000 + 5_001,
      createdAt: i * 10_000,
    }));
    expect(await walk(all)).toEqual({ read: ['b49'], most: 1, newest: 'b49' });
  });

  it('reads on past a push of an old build', async () => {
    const all = [
      { name: 'old-pushed-last', pushedAt: 90_001, createdAt: 10 },
      { name: 'newest', pushedAt: 80_001, createdAt: 79_000 },
      { name: 'older', pushedAt: 70_001, createdAt: 69_000 },
    ];
    expect(await walk(all)).toMatchObject({ read: ['old-pushed-last', 'newest'], newest: 'newest' });
  });

  it('reads everything once where all builds say 1970, and then the greater name wins', async () => {
    const all = Array.from({ length: 9 }, (_, i) => ({ name: `b${i}`, pushedAt: i * 1_000 + 1, createdAt: 0 }));
    const { read, newest } = await walk(all);
    expect(read).toHaveLength(9);
    expect(newest).toBe('b8');
  });

  it('counts a build time after the push as the push time, whether it was read before or not', async () => {
    const ahead = { name: 'clock-ahead', pushedAt: 10_001, createdAt: 99_000 };
    const later = { name: 'later', pushedAt: 20_001, createdAt: 19_000 };
    expect((await walk([ahead, later])).newest).toBe('later');
    expect((await walk([{ ...ahead, cached: true }, later])).newest).toBe('later');
  });

  it('reads a push of the same whole second, whose fraction the registry cut off', async () => {
    const all = [
      { name: 'a', pushedAt: 13_000, createdAt: 12_500 },
      { name: 'b', pushedAt: 12_000, createdAt: 12_700 },
    ];
    expect((await walk(all)).newest).toBe('b');
  });
});
