import { describe, expect, it } from '@jest/globals';
import { parseDigest, parseGitSha } from '../image/index.js';
import type { Candidate } from './candidate.js';
import { type CompiledPolicy, compilePolicy } from './compile-policy.js';
import { factsNeeded } from './facts.js';
import type { Policy } from './schema.js';
import { select, selectCandidate, sortCandidates } from './select.js';
import { indexHistory } from './source-history.js';

const c1 = 'c1aaaaaa00000000000000000000000000000001';
const c2 = 'c2bbbbbb00000000000000000000000000000002';
const c3 = 'c3cccccc00000000000000000000000000000003';
const twin = 'c3cccccc0000000000000000000000000000000f';
const elsewhere = 'eeeeeeee00000000000000000000000000000009';

const branch = [c3, twin, c2, c1].flatMap((id) => parseGitSha(id) ?? []);
const history = indexHistory({
  name: 'main',
  commits: branch.map((sha, index) => ({ sha, parents: branch.slice(index + 1, index + 2) })),
});

function compiled(settings: Partial<Policy> = {}, pattern?: string): CompiledPolicy {
  const reading = compilePolicy({ order: { kind: 'commit', pattern }, ...settings });
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.findings));
  return reading.policy;
}

const tags = (...names: readonly string[]): readonly Candidate[] => names.map((tag) => ({ tag, createdAt: 0 }));

describe('the order commit', () => {
  it('takes the newest commit, whatever was pushed when and says to be built in 1970', () => {
    expect(select(compiled(), tags(c3, c1, c2), { history }).chosen?.tag).toBe(c3);
  });

  it('says of each of the others why not', () => {
    const { refusals } = select(compiled(), tags(c2, c1, elsewhere, 'c3cccccc', 'v1', 'latest'), { history });
    expect(Object.fromEntries(refusals.map(({ tag, rule, reason }) => [tag, `${rule}: ${reason}`]))).toEqual({
      [c1]: `not-newest: was built from an older commit than ${c2}`,
      [elsewhere]: 'not-on-branch: is not on main',
      c3cccccc: 'ambiguous-revision: has a short commit id with which several commits of main begin',
      v1: 'no-revision: does not say which commit it was built from',
      latest: 'moving: moves from image to image, and the listing does not tell which one it names now',
    });
  });

  it.each([
    ['a full id', c2],
    ['a short id', 'c2bbbbb'],
    ['a time before it', 'i1700000000-c2bbbbbb'],
    ['build before it', 'build-c2bbbbbb'],
    ['sha before it', 'sha-c2bbbbb'],
    ['git describe', 'v1.4.0-12-gc2bbbbbb'],
  ])('reads a commit from a tag with %s', (_form, tag) => {
    expect(selectCandidate(compiled(), tags(c1, tag), { history })?.tag).toBe(tag);
  });

  it.each([['c2bbbb'], [`main-c2bbbbbb`], ['c2bbbbbb-arm64'], [`x${c2}`], [`${c2}0`]])('reads none from %s', (tag) => {
    const [refusal] = select(compiled(), tags(tag), { history }).refusals;
    expect(refusal?.rule).toBe('no-revision');
  });

  it('reads by a pattern where there is one, and then by no other form', () => {
    const policy = compiled({}, '^main-(?P<sha>[0-9a-f]+)-\\d+$');
    const { chosen, refusals } = select(policy, tags('main-c1aaaaaa-7', c2), { history });
    expect(chosen?.tag).toBe('main-c1aaaaaa-7');
    expect(refusals.map(({ rule }) => rule)).toEqual(['no-revision']);
  });

  it('reads what was extracted from a tag', () => {
    const policy = compiled({ filterTags: { pattern: '^release_(.*)$', extract: '$1' } });
    expect(selectCandidate(policy, tags('release_c2bbbbbb', c3), { history })?.tag).toBe('release_c2bbbbbb');
  });

  it('believes the tag before the label, which may be that of the base image', () => {
    const candidates = [
      { tag: c1, revision: c3 },
      { tag: 'v2', revision: c2 },
    ];
    expect(selectCandidate(compiled(), candidates, { history })?.tag).toBe('v2');
  });

  it('asks the label where the tag is not of the branch: a date looks like a short id', () => {
    expect(selectCandidate(compiled(), [{ tag: '20240131', revision: c2 }], { history })?.tag).toBe('20240131');
  });

  it('takes the commit and not latest where the listing does not tell that they are one image', () => {
    const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
    const latest = { tag: 'latest', digest, revision: c2 };
    expect(selectCandidate(compiled(), [{ tag: c2 }, latest], { history })?.tag).toBe(c2);
  });

  it('takes of two images of one commit the one that was pushed later, else the most precise name', () => {
    const rebuilt = [
      { tag: c2, pushedAt: 1, digest: parseDigest(`sha256:${'a'.repeat(64)}`) },
      { tag: 'build-c2bbbbbb', pushedAt: 2, digest: parseDigest(`sha256:${'b'.repeat(64)}`) },
    ];
    expect(selectCandidate(compiled(), rebuilt, { history })?.tag).toBe('build-c2bbbbbb');
    expect(selectCandidate(compiled(), tags('build-c2bbbbbb', c2), { history })?.tag).toBe(c2);
  });

  it('sorts by commit', () => {
    const sorted = sortCandidates(compiled(), tags(c2, elsewhere, c3, c1), { history });
    expect(sorted.map(({ tag }) => tag)).toEqual([c1, c2, c3]);
  });

  it('chooses nothing on a guess where the history is not known', () => {
    expect(() => select(compiled(), tags(c1))).toThrow(expect.objectContaining({ code: 'policy-facts-missing' }));
  });

  it.each([
    ['(', 'order.pattern', 'is no RE2 expression: missing closing ): ('],
    ['^[0-9a-f]+$', 'order.pattern', 'has no group called sha'],
  ])('refuses the pattern %s', (pattern, path, problem) => {
    const reading = compilePolicy({ order: { kind: 'commit', pattern } });
    expect(reading).toMatchObject({ kind: 'refused', findings: [{ path, problem }] });
  });
});

describe('the facts that the order commit needs', () => {
  it.each([
    [c1, false],
    ['build-c1aaaaaa', false],
    ['v1.2.3', true],
    ['20240131', true],
    ['skip-me', false],
  ])('asks for the label of %s: %s', (tag, asked) => {
    const demand = factsNeeded(compiled({ ignoreTags: ['skip-*'] }));
    expect(demand.kind === 'revisions' && demand.eligible(tag)).toBe(asked);
  });
});
