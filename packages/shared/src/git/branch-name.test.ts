import { describe, expect, it } from '@jest/globals';
import { checkBranchName } from './branch-name.js';

describe('the name of a branch', () => {
  it.each(['main', 'image-updates/web', 'release-1.2', 'ünï', 'a@b', 'a.b/c', 'lock'])('can be %s', (name) => {
    expect(checkBranchName(name)).toBe(name);
  });

  // As `git check-ref-format --branch` judges them.
  it.each([
    '',
    '@',
    'HEAD',
    '-x',
    '--force',
    '.a',
    'a/.b',
    'a.',
    'a/',
    '/a',
    'a//b',
    'a..b',
    'a.lock',
    'a.lock/b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a@{1}',
    'a\tb',
    'a\0b',
    'a\x7f',
  ])('cannot be %j', (name) => {
    expect(() => checkBranchName(name)).toThrow(expect.objectContaining({ code: 'git-branch-name' }));
  });
});
