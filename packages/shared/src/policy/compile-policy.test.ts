import { describe, expect, it } from '@jest/globals';
import { argocdPolicy } from './argocd-policy.js';
import { parseArgocdStrategy } from './argocd-strategy.js';
import { compilePolicy, type PolicyReading, parsePolicy } from './compile-policy.js';
import { factsNeeded } from './facts.js';

function findings(reading: PolicyReading): readonly string[] {
  const found = reading.kind === 'refused' ? reading.findings : reading.warnings;
  return found.map(({ path, problem, position }) =>
    [path, position, problem].filter((part) => part !== undefined).join(' '),
  );
}

describe('compilePolicy', () => {
  it('reports everything that is wrong at once', () => {
    const reading = compilePolicy({
      order: { kind: 'semver', constraint: '1.x || latest' },
      allowTags: 'regexp:^(?!v)',
      ignoreTags: ['ok-*', '['],
      filterTags: { pattern: 'a(b' },
      platforms: ['linux/amd64', 'arm64'],
    });
    expect(reading.kind).toBe('refused');
    expect(findings(reading)).toEqual([
      'allowTags 8 is no RE2 expression: invalid or unsupported Perl syntax: (?!',
      'ignoreTags[1] "[" is not a glob pattern',
      'filterTags.pattern 0 is no RE2 expression: missing closing ): a(b',
      'platforms[1] "arm64" is not a platform',
      'order.constraint 7 "latest" is not a version constraint',
    ]);
  });

  it.each([
    [{ order: { kind: 'digest', tag: '' } } as const, 'order.tag is empty'],
    [{ order: { kind: 'semver', constraint: '' } } as const, 'order.constraint 0 has an empty part'],
    [{ order: { kind: 'semver' }, allowTags: '^v1' } as const, 'allowTags "^v1" is neither any nor regexp:PATTERN'],
  ])('refuses %j', (policy, finding) => {
    expect(findings(compilePolicy(policy))).toEqual([finding]);
  });

  it('minds patterns as little as argocd-image-updater does where that is asked for', () => {
    const reading = compilePolicy({
      order: { kind: 'alphabetical' },
      allowTags: 'any',
      ignoreTags: ['['],
      compat: 'argocd-image-updater',
    });
    expect(reading.kind).toBe('policy');
    expect(findings(reading)).toEqual(['ignoreTags[0] "[" is not a glob pattern']);
  });
});

describe('parsePolicy', () => {
  it('reads plain data', () => {
    expect(parsePolicy({ order: { kind: 'newest-build' }, ignoreTags: ['latest'] }).kind).toBe('policy');
  });

  it.each([
    [{}, 'order'],
    [{ order: { kind: 'random' } }, 'order.kind'],
    [{ order: { kind: 'alphabetical', direction: 'up' } }, 'order.direction'],
    [{ order: { kind: 'semver' }, ignoreTags: [1] }, 'ignoreTags[0]'],
  ])('refuses %j at %s', (data, path) => {
    const reading = parsePolicy(data);
    expect(reading.kind === 'refused' && reading.findings.map((finding) => finding.path)).toEqual([path]);
  });
});

describe('factsNeeded', () => {
  const needed = (data: unknown) => {
    const reading = parsePolicy(data);
    return reading.kind === 'policy' ? factsNeeded(reading.policy) : undefined;
  };

  it.each(['semver', 'alphabetical', 'numerical'])('%s needs names alone', (kind) => {
    expect(needed({ order: { kind } })).toEqual({ kind: 'names' });
  });

  it('digest needs the digest of its tag', () => {
    expect(needed({ order: { kind: 'digest', tag: 'main' } })).toEqual({ kind: 'digests', tags: ['main'] });
  });

  it('newest-build needs the build times of the tags that its filters let through', () => {
    const demand = needed({ order: { kind: 'newest-build' }, allowTags: 'regexp:^main', platforms: ['linux/arm64'] });
    expect(demand).toMatchObject({ kind: 'newest-build', platforms: [{ os: 'linux', architecture: 'arm64' }] });
    const eligible = demand?.kind === 'newest-build' ? demand.eligible : () => false;
    expect(['main-1', 'dev-1'].map(eligible)).toEqual([true, false]);
  });
});

describe('settings of argocd-image-updater', () => {
  it.each([
    ['semver', 'semver'],
    ['LATEST', 'newest-build'],
    ['Name', 'alphabetical'],
    ['digest', 'digest'],
    ['calver', undefined],
    [' semver', undefined],
  ])('strategy %j is %s', (text, strategy) => {
    expect(parseArgocdStrategy(text)).toBe(strategy);
  });

  it.each([
    [{ strategy: 'semver', constraint: '^1' } as const, { kind: 'semver', constraint: '^1' }],
    [{ strategy: 'semver', constraint: '' } as const, { kind: 'semver', constraint: undefined }],
    [{ strategy: 'digest', constraint: 'main' } as const, { kind: 'digest', tag: 'main' }],
    [{ strategy: 'newest-build', constraint: 'ignored' } as const, { kind: 'newest-build' }],
  ])('%j become the order %j', (settings, order) => {
    expect(argocdPolicy(settings).order).toEqual(order);
  });
});
