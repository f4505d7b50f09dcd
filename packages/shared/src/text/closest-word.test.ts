import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { editDistance } from './closest-word.js';
import { closestWord } from './index.js';

describe('closestWord', () => {
  const known = ['timeout', 'registries', 'logLevel', 'log-format', 'default_ns', 'app', 'y'];
  it.each([
    ['timeuot', 'timeout'],
    ['registrys', 'registries'],
    ['LOGLEVEL', 'logLevel'],
    ['logformat', 'log-format'],
    ['default-ns', 'default_ns'],
    ['defaultns', 'default_ns'],
    ['ap', 'app'],
    ['colour', undefined],
    ['x', undefined],
    ['', undefined],
  ])('to %j is %s', (word, expected) => {
    expect(closestWord(word, known)).toBe(expected);
  });

  it('is the nearest, and the first of those', () => {
    expect(closestWord('strateg', ['strata', 'strategx', 'strategy'])).toBe('strategx');
  });
});

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
