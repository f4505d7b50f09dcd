import { describe, expect, it } from '@jest/globals';
import { comparable, expectAnswer } from './describe-vectors.js';
import type { Difference } from './difference.js';

const difference: Difference = {
  id: 'example',
  program: 'flux',
  theirs: 'one',
  ours: 'two',
  reason: 'an example',
  switchable: false,
};

describe('expecting a recorded answer', () => {
  it.each([
    ['the same answer', 1, undefined],
    ['another answer that is on the list', 2, difference],
  ])('accepts %s', (_fact, ours, listed) => {
    expect(() => expectAnswer({ ours, theirs: 1, difference: listed })).not.toThrow();
  });

  it.each([
    ['another answer', 2, undefined],
    ['the same answer where the list says that it differs', 1, difference],
  ])('refuses %s', (_fact, ours, listed) => {
    expect(() => expectAnswer({ ours, theirs: 1, difference: listed })).toThrow();
  });
});

describe('comparing with a recorded answer', () => {
  it.each([
    [null, []],
    [
      { tags: null, error: null },
      { tags: [], error: '' },
    ],
    [{ error: 'improper constraint' }, { error: ['our finding'] }],
  ])('takes %j and %j for the same', (theirs, ours) => {
    expect(comparable(ours)).toEqual(comparable(theirs));
  });

  it.each([
    [{ error: null }, { error: 'x' }],
    [[''], []],
    [{ index: 0 }, {}],
    [false, null],
  ])('tells %j from %j', (theirs, ours) => {
    expect(comparable(ours)).not.toEqual(comparable(theirs));
  });
});
