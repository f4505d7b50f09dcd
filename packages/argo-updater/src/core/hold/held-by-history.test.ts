import { describe, expect, it } from '@jest/globals';
import { heldByHistory } from './held-by-history.js';
import type { PastValue } from './past.js';

/** `1.1!` was written by us, `-` is nothing; the newest first, as history tells it. */
function past(texts: string): readonly PastValue[] {
  return texts.split(' ').map((text, index) => ({
    value: text === '-' ? undefined : text.replace('!', ''),
    by: { sha: `c${index}`, author: 'Ada', isUpdate: text.endsWith('!') },
  }));
}

const numbers = (one: string, other: string): number | undefined => {
  const order = Number(one) - Number(other);
  return Number.isNaN(order) ? undefined : order;
};

const held = (texts: string): readonly string[] =>
  heldByHistory(past(texts), numbers).map(
    ({ value, commit, returned }) => `${value} ${commit}${returned ? '' : ' by hand'}`,
  );

describe('heldByHistory', () => {
  it.each([
    ['nothing that only we have changed', '3! 2! 1!', []],
    ['nothing where nothing came before', '1', []],
    ['nothing for a downgrade by us', '1! 2! 1!', []],
    ['nothing that a person set forward', '3 2! 1!', []],
    ['what a revert took back', '1 2! 1!', ['2 c0']],
    ['what a revert took back to a value of long ago', '1 3! 2! 1!', ['3 c0']],
    ['what a person set to an older value by hand', '1 3! 2!', ['3 c0 by hand']],
    ['what was taken back, though a squash lost who wrote it', '1 2 1', ['2 c0']],
    ['what was taken back where we were the first to write', '- 2! -', ['2 c0']],
    ['what was taken back before we wrote something newer', '3! 1 2! 1!', []],
    ['only the newest of what was taken back', '1 3! 1 2! 1!', ['3 c0']],
    ['nothing where the revert was reverted', '2 1 2! 1!', []],
    ['what was taken back again after the revert was reverted', '1 2 1 2! 1!', ['2 c0']],
    ['nothing that we wrote again, after a release', '2! 1 2! 1!', []],
    ['what was taken back by steps', '1 2 3! 2! 1!', ['2 c0', '3 c1']],
    ['names that have no order, where one returns', 'a b! a', ['b c0']],
    ['no names that have no order, where none returns', 'c b! a', []],
    ['nothing where a commit left the value as it was', '2 2! 1!', []],
  ])('holds %s', (_what, texts, expected) => {
    expect(held(texts)).toEqual(expected);
  });
});
