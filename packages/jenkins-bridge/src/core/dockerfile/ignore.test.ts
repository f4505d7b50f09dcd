import { describe, expect, it } from '@jest/globals';
import { readIgnoreRules } from './ignore.js';

describe('a .dockerignore', () => {
  it.each([
    ['a name at the top', 'a', 'a', true],
    ['a name at the top, and not below', 'a', 'b/a', false],
    ['what is below an ignored folder', 'a', 'a/b/c', true],
    ['a leading slash, which means nothing', '/a', 'a', true],
    ['a slash at the end, which means nothing', 'a/', 'a', true],
    ['a dot, which means nothing', './a/./b', 'a/b', true],
    ['a step back', 'a/../b', 'b', true],
    ['a star within a name', '*.log', 'x.log', true],
    ['a star, which stops at a slash', '*.log', 'a/x.log', false],
    ['a star for a folder', '*/x', 'a/x', true],
    ['a question mark', 'a?', 'ab', true],
    ['a class', '[ab].txt', 'b.txt', true],
    ['two stars in front', '**/x', 'a/b/x', true],
    ['two stars in front, for the top too', '**/x', 'x', true],
    ['two stars in between', 'a/**/x', 'a/b/c/x', true],
    ['two stars in between, for nothing', 'a/**/x', 'a/x', true],
    ['two stars at the end, for what is below', 'a/**', 'a/b/c', true],
    ['two stars at the end, but not the folder itself', 'a/**', 'a', false],
    ['two stars alone', '**', 'a/b', true],
    ['two stars and a name', '**/*.go', 'cmd/main.go', true],
    ['a comment', '#a', '#a', false],
    ['an empty line', '\n\na\n', 'a', true],
    ['spaces around', '  a  ', 'a', true],
    ['an exception', '*\n!a', 'a', false],
    ['an exception that is taken back', '*\n!a\na', 'a', true],
    ['an exception below an ignored folder', 'a\n!a/b', 'a/b', false],
    ['what an exception does not name', 'a\n!a/b', 'a/c', true],
    ['an exception before what it excepts', '!a\na', 'a', true],
    ['a pattern that is malformed, and matches nothing', '[a', '[a', false],
    ['the ends of lines of Windows', 'a\r\nb\r\n', 'a', true],
  ])('knows %s', (_what, text, path, ignored) => {
    expect(readIgnoreRules(text).ignores(path)).toBe(ignored);
  });

  it.each([
    ['a\n!a/b', 'a', true],
    ['a\n!a/b', 'c', false],
    ['a\n!**/keep', 'a/deep', true],
    ['a', 'a', false],
  ])('says of %j whether anything below %s may be in again', (text, folder, may) => {
    expect(readIgnoreRules(text).mayContain(folder)).toBe(may);
  });

  it('takes its time in proportion to a pattern of many stars', () => {
    const rules = readIgnoreRules(`${'**/a*'.repeat(1)}${'/**/a*'.repeat(200)}`);
    expect(rules.ignores(`${'a'.repeat(50)}/`.repeat(400).slice(0, -1))).toBe(true);
  });
});
