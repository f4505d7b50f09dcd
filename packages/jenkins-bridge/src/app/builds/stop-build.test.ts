import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import type { BuildResult, Interruption } from '../../core/jenkins/jenkins.js';
import { decideLeaving } from './detach.js';
import { stopBuild } from './stop-build.js';

/** A build that ends by some interruptions only. */
function stubborn(endsBy: readonly Interruption[]) {
  const tried: Interruption[] = [];
  let result: BuildResult | undefined;
  return {
    tried,
    build: async ({ job, number }: { job: string; number: number }) => ({
      job,
      number,
      result,
      startedAt: undefined,
      durationMs: undefined,
      url: undefined,
      parameters: {},
    }),
    async interrupt(_id: unknown, how: Interruption) {
      tried.push(how);
      if (endsBy.includes(how)) result = 'ABORTED';
    },
  };
}

async function stop(jenkins: ReturnType<typeof stubborn>) {
  const clock = createManualClock();
  const began = clock.now();
  const stopping = stopBuild(jenkins, { job: 'app', number: 1 }, { clock });
  let over = false;
  const outcome = stopping.finally(() => {
    over = true;
  });
  while (!over) {
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { outcome: await outcome, seconds: (clock.now() - began) / 1_000 };
}

describe('stopBuild', () => {
  it.each([
    ['stop', ['stop'], ['stop'], { kind: 'ended', by: 'stop', result: 'ABORTED' }, 0],
    ['term', ['term'], ['stop', 'term'], { kind: 'ended', by: 'term', result: 'ABORTED' }, 15],
    ['kill', ['kill'], ['stop', 'term', 'kill'], { kind: 'ended', by: 'kill', result: 'ABORTED' }, 30],
    ['nothing', [], ['stop', 'term', 'kill'], { kind: 'running' }, 45],
  ] as const)('ends a build by %s, each after fifteen seconds', async (_by, endsBy, tried, outcome, atLeast) => {
    const jenkins = stubborn(endsBy);
    const { outcome: found, seconds } = await stop(jenkins);
    expect([found, jenkins.tried]).toEqual([outcome, tried]);
    expect(seconds).toBeGreaterThanOrEqual(atLeast);
  });
});

describe('decideLeaving', () => {
  it('detaches where nobody interrupts again', async () => {
    const clock = createManualClock();
    const deciding = decideLeaving(clock, new Promise(() => undefined));
    await clock.untilSleeping();
    clock.advance(3_000);
    expect(await deciding).toBe('detach');
  });

  it('stops where somebody does', async () => {
    expect(await decideLeaving(createManualClock(), Promise.resolve())).toBe('stop');
  });
});
