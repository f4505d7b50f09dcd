import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { createLimiter } from './limiter.js';

describe('createLimiter', () => {
  it('starts one second of tasks at once and the others one by one', async () => {
    const clock = createManualClock(0);
    const limiter = createLimiter(clock, { concurrency: 100, perSecond: 4 });
    const startedAt: number[] = [];
    const tasks = Array.from({ length: 8 }, () => limiter.run(async () => startedAt.push(clock.now())));
    for (let step = 0; step < 4; step += 1) {
      await new Promise(setImmediate);
      clock.advance(250);
    }
    await Promise.all(tasks);
    expect(startedAt).toEqual([0, 0, 0, 0, 250, 500, 750, 1000]);
  });
});
