import { describe, expect, it } from '@jest/globals';
import { formatDuration, parseDuration } from './index.js';

describe('parseDuration', () => {
  it.each([
    ['2m0s', 120_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['.5s', 500],
    ['300ms', 300],
    ['1us', 0.001],
    ['0', 0],
    ['0s', 0],
    ['+1s', 1_000],
    ['5', undefined],
    ['-1s', undefined],
    ['+', undefined],
    ['++1s', undefined],
    ['1d', undefined],
    ['1s ', undefined],
    ['s', undefined],
    ['', undefined],
    ['1h 30m', undefined],
  ])('%j is %s ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['0s', '300ms', '1.5s', '2m0s', '1h0m0s', '26h3m4s'])('%s is printed as Go prints it', (text) => {
    expect(formatDuration(parseDuration(text) ?? Number.NaN)).toBe(text);
  });
});
