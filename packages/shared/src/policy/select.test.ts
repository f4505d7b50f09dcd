import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDigest, parsePlatform } from '../image/index.js';
import type { Candidate, CandidateList } from './candidate.js';
import { type CompiledPolicy, compilePolicy } from './compile-policy.js';
import type { Policy } from './schema.js';
import { type Selection, select, selectCandidate, sortCandidates } from './select.js';

const sha = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const digest = (letter: string) => parseDigest(`sha256:${letter.repeat(64)}`);

function compiled(policy: Policy): CompiledPolicy {
  const reading = compilePolicy(policy);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.findings));
  return reading.policy;
}

function told({ chosen, refusals }: Selection): Record<string, string> {
  const reasons = refusals.map(({ tag, rule, reason }) => [tag, `${rule}: ${reason}`] as const);
  return Object.fromEntries([...reasons, ...(chosen ? [[chosen.tag, 'chosen'] as const] : [])]);
}

const tags = (...names: readonly string[]): readonly Candidate[] => names.map((tag) => ({ tag }));

describe('select', () => {
  it('chooses the newest version and says of every other tag why not', () => {
    const policy = compiled({
      order: { kind: 'semver', constraint: '^1.2' },
      allowTags: 'regexp:^v?[0-9]|^main',
      ignoreTags: ['*-slim', 'v1.9.*'],
    });
    const candidates = tags('1.2.0', 'v1.4.2', '1.9.0-rc.1', '2.0.0', 'main', 'latest', '1.5.0-slim', 'v1.9.9');
    expect(told(select(policy, candidates))).toEqual({
      'v1.4.2': 'chosen',
      '1.2.0': 'not-newest: is older than v1.4.2',
      '1.9.0-rc.1': 'pre-release: is a pre-release, and ^1.2 does not ask for any',
      '2.0.0': 'outside-constraint: is outside ^1.2',
      main: 'not-a-version: is not a version',
      latest: 'not-allowed: does not match ^v?[0-9]|^main',
      '1.5.0-slim': 'ignored: is ignored by *-slim',
      'v1.9.9': 'ignored: is ignored by v1.9.*',
    });
  });

  it('chooses nothing where nothing comes through, and still says why', () => {
    const selection = select(compiled({ order: { kind: 'numerical' } }), tags('a', 'b'));
    expect(selection.chosen).toBeUndefined();
    expect(told(selection)).toEqual({ a: 'not-a-number: is not a number', b: 'not-a-number: is not a number' });
  });

  it.each<readonly [string, Policy, readonly string[], string]>([
    ['alphabetical takes the last name', { order: { kind: 'alphabetical' } }, ['a', 'c', 'B'], 'c'],
    ['alphabetical desc takes the first', { order: { kind: 'alphabetical', direction: 'desc' } }, ['a', 'c', 'B'], 'B'],
    ['numerical compares numbers', { order: { kind: 'numerical' } }, ['9', '10', '8'], '10'],
    ['numerical desc takes the smallest', { order: { kind: 'numerical', direction: 'desc' } }, ['9', '10', '-8'], '-8'],
    [
      'numerical is exact beyond 64 bits',
      { order: { kind: 'numerical' } },
      ['100000000000000000000000001', '100000000000000000000000003', '100000000000000000000000002'],
      '100000000000000000000000003',
    ],
    [
      'an extract is what is compared, the tag is what is chosen',
      { order: { kind: 'numerical' }, filterTags: { pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)$', extract: '$ts' } },
      ['main-ffff-9', 'main-aaaa-10', 'dev-ffff-99'],
      'main-aaaa-10',
    ],
    ['a full version is taken before its short names', { order: { kind: 'semver' } }, ['v1', '1.0', '1.0.0'], '1.0.0'],
    [
      'argocd-image-updater takes the last name of a version',
      { order: { kind: 'semver' }, compat: 'argocd-image-updater' },
      ['v1', '1.0', '1.0.0'],
      'v1',
    ],
    ['Flux wants all three numbers', { order: { kind: 'semver' }, compat: 'flux' }, ['1.0.0', '2.0', '3'], '1.0.0'],
  ])('%s', (_fact, policy, names, expected) => {
    expect(select(compiled(policy), tags(...names)).chosen?.tag).toBe(expected);
    expect(select(compiled(policy), tags(...[...names].reverse())).chosen?.tag).toBe(expected);
  });

  it('leaves latest out where its digest is not known, unless an older program is imitated', () => {
    const order = { kind: 'alphabetical' } as const;
    expect(told(select(compiled({ order }), tags('b', 'latest')))).toEqual({
      b: 'chosen',
      latest: 'moving: moves from image to image, and the listing does not tell which one it names now',
    });
    expect(select(compiled({ order, compat: 'argocd-image-updater' }), tags('b', 'latest')).chosen?.tag).toBe('latest');
  });

  it('treats every candidate once', () => {
    const name = fc.constantFrom('1.0.0', '1.2', 'latest', 'main', 'x-1', '2.0.0-rc.1', '10', sha);
    const candidate = fc.record({ tag: name, digest: fc.constantFrom(undefined, digest('a'), digest('b')) });
    const kinds = fc.constantFrom<Policy['order']>({ kind: 'semver' }, { kind: 'alphabetical' }, { kind: 'numerical' });
    fc.assert(
      fc.property(fc.uniqueArray(candidate, { selector: ({ tag }) => tag }), kinds, (candidates, order) => {
        const policy = compiled({ order, ignoreTags: ['x-*'] });
        const { chosen, refusals } = select(policy, candidates);
        const judged = [...refusals.map(({ tag }) => tag), ...(chosen ? [chosen.tag] : [])];
        expect(judged.sort()).toEqual(candidates.map(({ tag }) => tag).sort());
        expect(select(policy, [...candidates].reverse()).chosen).toBe(chosen);
      }),
    );
  });
});

describe('semver', () => {
  const candidate = fc.record({
    tag: fc.constantFrom('1.2.3', '1.2.3-rc.1', 'v1.2.3', '1.2', '1', '2.0.0-rc.1', '1.10.0', 'latest', 'main', sha),
    digest: fc.constantFrom('a', 'b').map(digest),
  });
  /** A list that has its tags apart, and candidates that are made when they are asked for. */
  const apart = (candidates: readonly Candidate[]): CandidateList => ({
    length: candidates.length,
    tags: () => candidates.map(({ tag }) => tag),
    withTag: (wanted) => candidates.find(({ tag }) => tag === wanted),
    [Symbol.iterator]: () => {
      throw new Error('not needed');
    },
  });

  it('takes the release and not the candidate that it was made from, though both name one image', () => {
    const policy = compiled({ order: { kind: 'semver', constraint: '>=1.0.0-0' } });
    const candidates = ['1.2.3', '1.2.3-rc.1'].map((tag) => ({ tag, digest: digest('a') }));
    expect(select(policy, candidates).chosen).toBe(candidates[0]);
  });

  it.each(['>=1.0.0-0', '^1', '*'])('is chosen by names alone as by candidates, within %s', (constraint) => {
    const policy = compiled({ order: { kind: 'semver', constraint } });
    fc.assert(
      fc.property(fc.uniqueArray(candidate, { selector: ({ tag }) => tag }), (candidates) => {
        expect(selectCandidate(policy, apart(candidates))).toEqual(select(policy, candidates).chosen);
      }),
    );
  });
});

describe('newest-build', () => {
  const policy = compiled({ order: { kind: 'newest-build' } });

  it('takes the newest build, the last name of equal ones', () => {
    const candidates = [
      { tag: 'a', createdAt: 10 },
      { tag: 'c', createdAt: 20 },
      { tag: 'b', createdAt: 20 },
    ];
    expect(told(select(policy, candidates))).toEqual({
      a: 'not-newest: was built before c',
      b: 'not-newest: was built before c',
      c: 'chosen',
    });
  });

  it('writes the most precise tag of the newest image', () => {
    const image = { digest: digest('a'), createdAt: 20 };
    const candidates = [
      { tag: 'latest', ...image },
      { tag: sha, ...image },
      { tag: 'main', ...image },
      { tag: 'zzz', digest: digest('b'), createdAt: 10 },
    ];
    expect(told(select(policy, candidates))).toEqual({
      [sha]: 'chosen',
      latest: `same-image: is another name of ${sha}, which names the image more precisely`,
      main: `same-image: is another name of ${sha}, which names the image more precisely`,
      zzz: `not-newest: was built before ${sha}`,
    });
    const asThePeer = compiled({ order: { kind: 'newest-build' }, compat: 'argocd-image-updater' });
    expect(select(asThePeer, candidates).chosen?.tag).toBe('main');
  });

  it('writes no name that is a branch', () => {
    const image = { digest: digest('a'), createdAt: 20 };
    const candidates = [
      { tag: 'feature-login', ...image },
      { tag: 'b12', ...image },
    ];
    expect(select(policy, candidates).chosen?.tag).toBe('feature-login');
    expect(select(policy, candidates, { branches: new Set(['feature-login']) }).chosen?.tag).toBe('b12');
  });

  it('knows that what was pushed before the newest was built is older', () => {
    const candidates = [
      { tag: 'new', createdAt: 20, pushedAt: 25 },
      { tag: 'old', pushedAt: 20 },
    ];
    expect(told(select(policy, candidates))).toEqual({ new: 'chosen', old: 'not-newest: was built before new' });
  });

  it('takes a tag of the newest image without asking for its time again', () => {
    const candidates = [
      { tag: 'latest', digest: digest('a'), createdAt: 20, pushedAt: 30 },
      { tag: sha, digest: digest('a'), pushedAt: 30 },
    ];
    expect(select(policy, candidates).chosen?.tag).toBe(sha);
  });

  it('leaves out what says nothing of its build', () => {
    const candidates = [
      { tag: 'a', createdAt: 20, pushedAt: 25 },
      { tag: 'sha256-abc.sig', createdAt: null, pushedAt: 99 },
    ];
    expect(told(select(policy, candidates))).toMatchObject({
      'sha256-abc.sig': 'undated: does not say when it was built',
    });
  });

  it.each([
    ['was pushed after the newest was built', { tag: 'b', pushedAt: 21 }],
    ['has no times at all', { tag: 'b' }],
  ])('throws where a tag that %s has no build time', (_fact, other) => {
    expect(() => select(policy, [{ tag: 'a', createdAt: 20, pushedAt: 22 }, other])).toThrow(
      expect.objectContaining({ code: 'policy-facts-missing' }),
    );
  });
});

describe('digest', () => {
  const policy = compiled({ order: { kind: 'digest', tag: 'main' } });

  it('follows its tag and no other', () => {
    const candidates = [
      { tag: 'main', digest: digest('a') },
      { tag: sha, digest: digest('a') },
    ];
    const selection = select(policy, candidates);
    expect(selection.chosen).toBe(candidates[0]);
    expect(told(selection)[sha]).toBe('other-tag: is not main, the tag that is followed');
  });

  it('throws where the digest is not known', () => {
    expect(() => select(policy, tags('main'))).toThrow(expect.objectContaining({ code: 'policy-facts-missing' }));
  });
});

describe('platforms', () => {
  const both = ['linux/amd64', 'linux/arm64'].map(parsePlatform);
  const policy: Policy = { order: { kind: 'alphabetical' }, platforms: ['linux/amd64', 'linux/arm64'] };

  it('asks for all of them, of the images that are known to lack one', () => {
    const candidates = [
      { tag: 'a', platforms: both },
      { tag: 'b', platforms: both.slice(0, 1) },
    ];
    expect(told(select(compiled(policy), candidates))).toEqual({
      a: 'chosen',
      b: 'platform: is not built for linux/arm64',
    });
    expect(select(compiled(policy), [...candidates, { tag: 'c' }]).chosen?.tag).toBe('c');
  });

  it('asks for one of them as argocd-image-updater does', () => {
    const candidates = [
      { tag: 'b', platforms: both.slice(0, 1) },
      { tag: 'c', platforms: [] },
    ];
    expect(select(compiled({ ...policy, compat: 'argocd-image-updater' }), candidates).chosen?.tag).toBe('b');
  });
});

describe('sortCandidates', () => {
  it('puts the newest last and leaves out what has no place', () => {
    const policy = compiled({ order: { kind: 'semver', constraint: '>=0-0' } });
    const sorted = sortCandidates(policy, tags('2.0.0', 'main', '1.0.0', '2.0.0-rc.1'));
    expect(sorted.map(({ tag }) => tag)).toEqual(['1.0.0', '2.0.0-rc.1', '2.0.0']);
  });
});
