import { describe, expect, it } from '@jest/globals';
import { didYouMean } from './index.js';

describe('didYouMean', () => {
  const known = ['timeout', 'registries', 'logLevel', 'log-format'];
  it.each([
    ['timeuot', 'timeout'],
    ['registrys', 'registries'],
    ['LOGLEVEL', 'logLevel'],
    ['logformat', 'log-format'],
    ['colour', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s: %s', (word, expected) => {
    expect(didYouMean(word, known)).toBe(expected);
  });
});
