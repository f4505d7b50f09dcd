import { describe, expect, it } from '@jest/globals';
import { leastIntervalMs } from './least-interval.js';

const hour = 3_600_000;
const said = { remaining: 10, limit: 100, windowMs: 6 * hour, at: 0 };

describe('leastIntervalMs', () => {
  it.each([
    ['nothing while there is plenty', { ...said, remaining: 21 }, 4, 0, 0],
    ['what is left over the window', said, 1, 0, 0.6 * hour],
    ['and over all repositories', said, 4, 0, 2.4 * hour],
    ['the whole window where nothing is left', { ...said, remaining: 0 }, 1, 0, 6 * hour],
    ['no more than the window', said, 100, 0, 6 * hour],
    ['nothing once the window is over', said, 4, 6 * hour, 0],
  ])('is %s', (_what, allowance, repositories, now, expected) => {
    expect(leastIntervalMs(allowance, { repositories, now })).toBe(expected);
  });
});
