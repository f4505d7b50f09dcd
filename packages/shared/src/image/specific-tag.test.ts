import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareSpecificity } from './specific-tag.js';

const sha = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const byPrecision = (tags: readonly string[], branches?: ReadonlySet<string>): readonly string[] =>
  [...tags].sort((a, b) => compareSpecificity(a, b, branches));

describe('compareSpecificity', () => {
  it.each([
    ['a full commit id comes before a full version', ['1.2.3', sha], sha],
    ['a full version comes before a longer name', ['build-of-a-long-name', 'v1.2.3'], 'v1.2.3'],
    ['a full version comes before 1.2, 1 and latest', ['latest', '1', '1.2', '1.2.3'], '1.2.3'],
    ['of two full versions the longer one', ['1.2.3', '1.2.3-alpine3.20'], '1.2.3-alpine3.20'],
    ['a longer name comes before a shorter one', ['a1b2c3d', 'main-a1b2c3d'], 'main-a1b2c3d'],
    ['any name comes before a branch', ['production', 'x'], 'x'],
    ['any name comes before latest', ['latest', 'x'], 'x'],
    ['a branch comes before latest', ['latest', 'main'], 'main'],
    ['a shorter commit id is a name like any other', [sha.slice(0, 7), '1.0.0'], '1.0.0'],
    ['equal in all else, byte order', ['bb', 'aa'], 'aa'],
  ])('%s', (_fact, tags, first) => {
    expect(byPrecision(tags)[0]).toBe(first);
    expect(byPrecision([...tags].reverse())[0]).toBe(first);
  });

  it('takes the names of branches where they are known', () => {
    expect(byPrecision(['feature-login', 'x'], new Set(['feature-login']))[0]).toBe('x');
  });

  it('gives one order whatever order the tags come in', () => {
    const tag = fc.constantFrom('latest', 'main', '1', '1.2', '1.2.3', 'v1.2.3', sha, 'a', 'b', 'abc', 'edge');
    fc.assert(
      fc.property(fc.uniqueArray(tag, { minLength: 2 }), (tags) => {
        expect(byPrecision([...tags].reverse())).toEqual(byPrecision(tags));
      }),
    );
  });
});
