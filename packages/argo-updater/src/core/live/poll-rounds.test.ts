import { describe, expect, it } from '@jest/globals';
import { createPollRounds } from './poll-rounds.js';

describe('poll rounds', () => {
  it('are the same for all who ask at about the same time', () => {
    const next = createPollRounds(() => 0, 0.1);
    expect([next(100, 0), next(100, 3), next(100, 49)]).toEqual([100, 100, 100]);
    expect([next(100, 100), next(100, 104)]).toEqual([200, 200]);
  });

  it('leave out one that is less than half an interval away', () => {
    const next = createPollRounds(() => 0, 0.1);
    next(100, 0);
    expect(next(100, 60)).toBe(200);
    expect(next(100, 100)).toBe(200);
  });

  it('are left out as far as somebody wants, for that one alone', () => {
    const next = createPollRounds(() => 0, 0.1);
    next(100, 0);
    expect([next(100, 10, 100), next(100, 10), next(100, 20, 80)]).toEqual([200, 100, 100]);
  });

  it('come up to a tenth earlier by chance', () => {
    const next = createPollRounds(() => 0.5, 0.1);
    expect(next(100, 0)).toBe(95);
  });

  it('are kept for each interval', () => {
    const next = createPollRounds(() => 0, 0.1);
    expect([next(100, 0), next(1000, 0)]).toEqual([100, 1000]);
  });

  it('begin anew after a pause', () => {
    const next = createPollRounds(() => 0, 0.1);
    next(100, 0);
    expect(next(100, 100_030)).toBe(100_130);
  });
});
