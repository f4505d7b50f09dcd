import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { mapConcurrently } from './concurrent.js';
import { createLimiter } from './limiter.js';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe('createLimiter', () => {
  it('never runs more tasks at once than it was told, and runs all of them', async () => {
    const limiter = createLimiter(createManualClock(0), { concurrency: 3 });
    let running = 0;
    let most = 0;
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        limiter.run(async () => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          running -= 1;
          return index;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(done).toHaveLength(20);
  });

  it('gives the slot of a failed task to the next', async () => {
    const limiter = createLimiter(createManualClock(0), { concurrency: 1 });
    const failing = limiter.run(async () => Promise.reject(new Error('no')));
    const next = limiter.run(async () => 'next');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  it('lets a waiting task go with the reason of its signal, and loses no slot by that', async () => {
    const limiter = createLimiter(createManualClock(0), { concurrency: 1 });
    const { open, opened } = gate();
    const first = limiter.run(() => opened);
    const controller = new AbortController();
    const second = limiter.run(async () => 'second', controller.signal);
    controller.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    open();
    await first;
    await expect(limiter.run(async () => 'third')).resolves.toBe('third');
  });

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

describe('mapConcurrently', () => {
  it('keeps the order of the items', async () => {
    const doubled = await mapConcurrently([3, 1, 2], { concurrency: 2 }, async (item) => item * 2);
    expect(doubled).toEqual([6, 2, 4]);
  });

  it('begins nothing after the first failure and tells the others by their signal', async () => {
    const begun: number[] = [];
    const told: unknown[] = [];
    const mapping = mapConcurrently([1, 2, 3, 4], { concurrency: 2 }, async (item, signal) => {
      begun.push(item);
      if (item === 2) throw new Error('two');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      told.push(signal.reason);
    });
    await expect(mapping).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
    expect(told).toHaveLength(1);
  });

  it('ends with the reason of the caller', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(
      mapConcurrently([1], { concurrency: 1, signal: controller.signal }, async (item) => item),
    ).rejects.toThrow('enough');
  });
});
