import { describe, expect, it } from '@jest/globals';
import { systemClock } from './index.js';

describe('systemClock', () => {
  it('rejects a sleep with the reason it was ended for', async () => {
    const controller = new AbortController();
    const slept = systemClock.sleep(60_000, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(slept).rejects.toBe(reason);
  });

  it('wakes up by itself', async () => {
    const before = systemClock.now();
    await systemClock.sleep(1);
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });
});
