import { describe, expect, it } from '@jest/globals';
import { findKey } from './dotted-key.js';

const root = {
  image: { tag: '1', list: [{ x: 'a' }, { x: 'b' }], nothing: null },
  'image.lit': 'l',
  'image.tag': 'hidden',
  merged: { '<<': { tag: 'm' } },
  both: { '<<': [{ a: 1 }, { tag: 'n' }], own: 2 },
};

describe('findKey', () => {
  it.each([
    ['image.tag', ['image', 'tag']],
    ['image.lit', ['image.lit']],
    ['image.list[1].x', ['image', 'list', 1, 'x']],
    ['merged.tag', ['merged', '<<', 'tag']],
    ['both.tag', ['both', '<<', 1, 'tag']],
  ])('%s is found at %j', (key, path) => {
    expect(findKey(root, key)).toMatchObject({ kind: 'found', path });
  });

  it('writes what a merge key brings at its own place', () => {
    expect(findKey(root, 'merged.tag')).toMatchObject({ write: ['merged', 'tag'] });
  });

  it.each(['image.other', 'new.tag', 'image.nothing', 'image.nothing.deep'])('%s can be made', (key) => {
    expect(findKey(root, key)).toEqual({ kind: 'missing', write: key.split('.') });
  });

  it.each([
    ['image', 'a map'],
    ['image.list', 'a list'],
    ['image.list.x', 'give the index'],
    ['image.list[2].x', 'not one of 2'],
    ['image.list[-1].x', 'not one of 2'],
    ['image.list[x]', 'not a number'],
    ['image[0]', 'no list'],
    ['image.tag.more', 'in a scalar'],
    ['new[0].x', 'no such list'],
  ])('%s is refused: %s', (key, problem) => {
    expect(findKey(root, key)).toEqual({ kind: 'refused', problem: expect.stringContaining(problem) });
  });

  it('refuses a file that is no map', () => {
    expect(findKey(['a'], 'a')).toMatchObject({ kind: 'refused' });
    expect(findKey(undefined, 'a.b')).toMatchObject({ kind: 'missing' });
  });
});
