import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { closest, editDistance } from './closest.js';

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['strategy', 'startegy', 1],
    ['allow-tags', 'alow-tags', 1],
    ['kitten', 'sitting', 3],
  ])('of %j and %j is %d', (from, to, expected) => {
    expect(editDistance(from, to)).toBe(expected);
  });

  it('is the same both ways, and nothing for the same word', () => {
    const word = fc.stringMatching(/^[abc]{0,6}$/);
    fc.assert(
      fc.property(word, word, (from, to) => {
        expect(editDistance(from, to)).toBe(editDistance(to, from));
        expect(editDistance(from, to) === 0).toBe(from === to);
      }),
    );
  });
});

describe('closest', () => {
  it.each([
    ['alow-tags', 'allow-tags'],
    ['Update-Strategy', 'update-strategy'],
    ['xyz', undefined],
  ])('to %s is %s', (word, expected) => {
    expect(closest(word, ['allow-tags', 'ignore-tags', 'update-strategy'])).toBe(expected);
  });
});
