import { describe, expect, it } from '@jest/globals';
import { parsePathGlob } from './path-glob.js';

describe('parsePathGlob', () => {
  it.each([
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'a/b.yaml', false],
    ['apps/*/a.yaml', 'apps/x/a.yaml', true],
    ['apps/**/*.yaml', 'apps/a.yaml', true],
    ['apps/**/*.yaml', 'apps/x/y/a.yaml', true],
    ['**/a/**/b', 'x/a/b', true],
    ['**/a/**/b', 'a/x/a/y/b', true],
    ['**/a/**/b', 'a/x/a/y/c', false],
    ['**', 'a/b', true],
    ['apps/**', 'other/a', false],
    ['{a,b/c}/*.y{a,}ml', 'b/c/x.yml', true],
    ['{a,b/c}/*.y{a,}ml', 'b/x.yml', false],
    ['a{b}', 'a{b}', true],
    ['[!a].yaml', '!.yaml', true],
  ])('%s on %s is %s', (pattern, path, expected) => {
    expect(parsePathGlob(pattern)?.(path)).toBe(expected);
  });

  it('refuses what cannot be read', () => {
    expect(parsePathGlob('apps/[a/*.yaml')).toBeUndefined();
    expect(parsePathGlob('{a,[}')).toBeUndefined();
  });

  it('takes no longer for a pattern that is made to be slow', () => {
    const glob = parsePathGlob(`${'**/'.repeat(60)}x`);
    expect(glob?.(Array.from({ length: 2000 }, () => 'a').join('/'))).toBe(false);
  });
});
