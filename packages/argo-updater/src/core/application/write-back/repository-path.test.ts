import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { joinRepositoryPath } from './repository-path.js';

describe('joinRepositoryPath', () => {
  it.each([
    ['apps/web', 'values.yaml', 'apps/web/values.yaml'],
    ['apps/web', '../db/values.yaml', 'apps/db/values.yaml'],
    ['apps/web', '/values.yaml', 'values.yaml'],
    ['./apps//web/', '.', 'apps/web'],
    ['', '', '.'],
    ['apps', '..', '.'],
    ['apps', 'a/../../..', undefined],
    ['', '/../etc', undefined],
    ['apps', '.git/config', undefined],
    ['apps', 'x/.GIT', undefined],
    ['apps', 'a\0b', undefined],
  ])('joins %j and %j to %j', (folder, path, expected) => {
    expect(joinRepositoryPath(folder, path)).toBe(expected);
  });

  it('never leaves the repository', () => {
    const path = fc.array(fc.constantFrom('..', '.', '', 'a', 'b')).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, path, (folder, below) => {
        const joined = joinRepositoryPath(folder, below) ?? '';
        expect(joined === '.' || !joined.split('/').some((part) => part === '..' || part === '.')).toBe(true);
        expect(joined.startsWith('/')).toBe(false);
      }),
    );
  });
});
