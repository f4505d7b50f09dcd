import { describe, expect, it } from '@jest/globals';
import { coveringPaths } from './covering-paths.js';

describe('coveringPaths', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['none', [], []],
    ['few enough', ['a/x', 'b/y'], ['a/x', 'b/y']],
    ['one path said three times', ['a/x', 'a/x', 'a/x'], ['a/x']],
    ['files of one folder', ['a/x', 'a/y', 'a/z'], ['a']],
    ['files of folders of one folder', ['apps/a/x', 'apps/b/x', 'apps/c/x'], ['apps']],
    ['files of two folders', ['a/x', 'a/y', 'b/x', 'b/y'], ['a', 'b']],
    ['files of unlike depth', ['apps/a/x', 'apps/b/x', 'apps/c/d/x', 'apps/c/e/x'], ['apps', 'apps/c']],
    ['a file at the top', ['x', 'a/y', 'b/z'], []],
    ['files of three folders at the top', ['a/x', 'b/x', 'c/x'], []],
  ])('of %s, two at most', (_what, paths, cover) => {
    expect(coveringPaths(paths, 2)).toEqual(cover);
  });
});
