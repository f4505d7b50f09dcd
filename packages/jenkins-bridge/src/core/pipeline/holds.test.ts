import { describe, expect, it } from '@jest/globals';
import type { BuildFacts } from '../tag/build-facts.js';
import { matchesAntPattern } from './ant-pattern.js';
import { holds } from './holds.js';
import type { When } from './model/when.js';

const push: BuildFacts = {
  branch: 'release/1.2',
  changedFiles: ['docs/a.md', 'src/x/y.ts'],
  environment: { STAGE: 'qa' },
  parameters: { DEPLOY: 'true' },
};
const request: BuildFacts = { changeRequest: { target: 'main', author: 'ada' } };

describe('holds', () => {
  it.each<readonly [string, When, BuildFacts, boolean]>([
    ['always, without a group', [], {}, true],
    ['the branch fits', [{ branch: 'release/*' }], push, true],
    ['the branch does not fit', [{ branch: 'main' }], push, false],
    ['a change request has no branch', [{ branch: '**' }], request, false],
    ['both of a group', [{ branch: 'release/*', changed: 'src/**' }], push, true],
    ['one of a group is not enough', [{ branch: 'release/*', changed: 'lib/**' }], push, false],
    ['one group is enough', [{ branch: 'main' }, { changed: 'docs/*' }], push, true],
    ['no Git tag', [{ tag: '*' }], push, false],
    ['a Git tag', [{ tag: 'v*' }], { gitTag: 'v1' }, true],
    ['a change request', [{ changeRequest: true }], request, true],
    ['not a change request', [{ changeRequest: false }], request, false],
    ['a push is no change request', [{ changeRequest: false }], push, true],
    ['its target and author', [{ target: 'main', author: 'ada' }], request, true],
    ['a variable', [{ environment: { STAGE: 'qa' } }], push, true],
    ['a variable with another value', [{ environment: { STAGE: 'prod' } }], push, false],
    ['a parameter', [{ parameters: { DEPLOY: 'true' } }], push, true],
    ['a parameter that is not known', [{ parameters: { OTHER: '' } }], push, false],
    ['not', [{ not: { branch: 'main' } }], push, true],
    ['not, of conditions that all hold', [{ not: { branch: 'release/*', changed: 'docs/*' } }], push, false],
    ['not, of conditions that hold in part', [{ not: { branch: 'release/*', changed: 'lib/*' } }], push, true],
  ])('%s', (_what, when, facts, expected) => {
    expect(holds(when, facts)).toBe(expected);
  });
});

describe('matchesAntPattern', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'Main', false],
    ['*', 'feature/x', false],
    ['**', 'feature/x/y', true],
    ['feature/*', 'feature/x', true],
    ['feature/*', 'feature/x/y', false],
    ['feature/**', 'feature', true],
    ['feature/', 'feature/x/y', true],
    ['**/*.ts', 'a.ts', true],
    ['src/**/x/*.ts', 'src/a/x/b/x/c.ts', true],
    ['src/**/x/*.ts', 'src/a/x/b/c.ts', false],
    ['v?.?', 'v1.2', true],
    ['v?.?', 'v1.10', false],
    ['a*b*c', 'axxbxbxc', true],
    ['a.c', 'abc', false],
  ])('%s of %s: %j', (pattern, name, expected) => {
    expect(matchesAntPattern(pattern, name)).toBe(expected);
  });

  it('takes no time that grows with every star', () => {
    expect(matchesAntPattern(`${'*a'.repeat(2_000)}b`, 'a'.repeat(4_000))).toBe(false);
    expect(matchesAntPattern(`${'**/a/'.repeat(1_000)}b`, 'a/'.repeat(2_000))).toBe(false);
  });
});
