import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { createBell } from './bell.js';

const { signal } = new AbortController();

describe('the bell', () => {
  it('wakes who waits', async () => {
    const clock = createManualClock(0);
    const bell = createBell(clock);
    const waiting = bell.wait(1_000, signal);
    bell.ring();
    await waiting;
    expect(clock.now()).toBe(0);
  });

  it('counts a ring that nobody waited for, once', async () => {
    const clock = createManualClock(0);
    const bell = createBell(clock);
    bell.ring();
    await bell.wait(1_000, signal);
    const again = bell.wait(1_000, signal).then(() => clock.now());
    clock.advance(1_000);
    expect(await again).toBe(1_000);
  });

  it('wakes at the earlier of two times, although the later was set first', async () => {
    const clock = createManualClock(0);
    const bell = createBell(clock);
    const first = bell.wait(5_000, signal);
    bell.ring();
    await first;
    const second = bell.wait(1_000, signal).then(() => clock.now());
    clock.advance(1_000);
    expect(await second).toBe(1_000);
  });

  it('lets go of the time when it is aborted while the one who waited does something else', async () => {
    const clock = createManualClock(0);
    const stop = new AbortController();
    const times: AbortSignal[] = [];
    const bell = createBell({
      now: clock.now,
      sleep(milliseconds, asleep) {
        if (asleep !== undefined) times.push(asleep);
        return clock.sleep(milliseconds, asleep);
      },
    });
    const waiting = bell.wait(1_000, stop.signal);
    bell.ring();
    await waiting;
    stop.abort();
    expect(times.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('lets go of who waits, and of the time, when it is aborted', async () => {
    const clock = createManualClock(0);
    const stop = new AbortController();
    const waiting = createBell(clock).wait(1_000, stop.signal);
    stop.abort();
    await waiting;
    await expect(createBell(clock).wait(1_000, stop.signal)).resolves.toBeUndefined();
  });
});
