import { describe, expect, it } from '@jest/globals';
import { formatDuration, parseByteSize, parseDuration } from './index.js';

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
    ['5', undefined],
    ['-1s', undefined],
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

describe('parseByteSize', () => {
  it.each([
    ['1024', 1_024],
    ['64KiB', 65_536],
    ['64Ki', 65_536],
    ['1.5 MiB', 1_572_864],
    ['10MB', 10_000_000],
    ['2g', 2_000_000_000],
    ['0.3b', undefined],
    ['10 apples', undefined],
    ['-1', undefined],
    ['99999999GiB', undefined],
    ['', undefined],
  ])('%j is %s bytes', (text, expected) => {
    expect(parseByteSize(text)).toBe(expected);
  });
});
