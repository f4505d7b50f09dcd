import { describe, expect, it } from '@jest/globals';
import { createManualClock } from './index.js';

describe('the manual clock', () => {
  it('wakes sleepers in order of their time, and only when it is over', async () => {
    const clock = createManualClock(1000);
    const woken: string[] = [];
    const late = clock.sleep(200).then(() => woken.push('late'));
    const early = clock.sleep(100).then(() => woken.push('early'));
    clock.advance(99);
    await Promise.resolve();
    expect(woken).toEqual([]);
    clock.advance(101);
    await Promise.all([late, early]);
    expect(woken).toEqual(['early', 'late']);
    expect(clock.now()).toBe(1200);
  });

  it('says when someone sleeps', async () => {
    const clock = createManualClock();
    const asleep = clock.untilSleeping(2).then(() => clock.advance(10));
    await Promise.all([clock.sleep(5), clock.sleep(10), asleep]);
    expect(clock.now() - createManualClock().now()).toBe(10);
  });

  it('rejects a sleep with the reason of its signal', async () => {
    const controller = new AbortController();
    const sleep = createManualClock().sleep(100, controller.signal);
    controller.abort('enough');
    await expect(sleep).rejects.toBe('enough');
  });
});
