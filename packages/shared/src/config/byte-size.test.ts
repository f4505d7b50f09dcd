import { describe, expect, it } from '@jest/globals';
import { parseByteSize } from './index.js';

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
