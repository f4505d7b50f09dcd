import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseGitSha } from '../image/index.js';
import type { BranchCommit } from './source-branch.js';
import { indexHistory } from './source-history.js';

/** A commit id that begins with a text. */
function sha(start: string) {
  const id = parseGitSha(start.padEnd(40, '0'));
  if (id === undefined) throw new Error(`${start} is not hex`);
  return id;
}

/** Commits from the tip down, as `commit parent parent`. */
function commits(...lines: readonly string[]): readonly BranchCommit[] {
  return lines.map((line) => {
    const [id = '', ...parents] = line.split(' ');
    return { sha: sha(id), parents: parents.map(sha) };
  });
}

/** The commits in the order of their ranks, the newest first. */
function ranked(list: readonly BranchCommit[]): readonly string[] {
  const history = indexHistory({ name: 'main', commits: list });
  const rankOf = (id: string): number => {
    const found = history.find(id);
    return found.kind === 'commit' ? found.rank : -1;
  };
  return list.map(({ sha: id }) => id).sort((a, b) => rankOf(b) - rankOf(a));
}

describe('indexHistory', () => {
  it.each<readonly [string, readonly BranchCommit[], string]>([
    ['follows a line', commits('c b', 'b a', 'a'), 'c b a'],
    [
      'puts a merged commit right above the commit that it was branched from, below what came to the branch since',
      // d merges f, which was branched from a while b and c came to the main line.
      commits('d c f', 'f a', 'c b', 'b a', 'a'),
      'd c b f a',
    ],
    ['puts a merged commit above the tip that it follows', commits('d c f', 'f c', 'c b', 'b a', 'a'), 'd f c b a'],
    [
      'raises a side branch that took the main line in',
      commits('d c f', 'f e b', 'e a', 'c b', 'b a', 'a'),
      'd c f b e a',
    ],
    ['puts a history that was joined later below everything', commits('c b e', 'e', 'b a', 'a'), 'c b a e'],
    ['ends where parents were not fetched', commits('c b', 'b a'), 'c b'],
  ])('%s', (_fact, list, expected) => {
    expect(ranked(list).join(' ')).toBe(expected.split(' ').map(sha).join(' '));
  });

  it.each([
    ['a full id', sha('abc1'), sha('abc1')],
    ['a short id', 'abc1', sha('abc1')],
    ['capital letters', 'ABC1', sha('abc1')],
    ['a short id that several commits have', 'abc', 'ambiguous'],
    ['a short id that none has', 'abd', 'not-on-branch'],
    ['a full id of elsewhere', sha('abc3'), 'not-on-branch'],
    ['a short id beyond the last', 'ffff', 'not-on-branch'],
  ])('finds %s', (_what, id, expected) => {
    const found = indexHistory({ name: 'main', commits: commits('abc2 abc1', 'abc1 1', '1') }).find(id);
    expect(found.kind === 'commit' ? found.sha : found.kind).toBe(expected);
  });

  it('finds nothing on an empty branch', () => {
    expect(indexHistory({ name: 'main', commits: [] }).find('a').kind).toBe('not-on-branch');
  });

  it('never puts a commit below one that it follows, and no two on one place', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 60 }), (shapes) => {
        const list = randomHistory(shapes);
        const { find } = indexHistory({ name: 'main', commits: list });
        const rank = new Map(
          list.map(({ sha: id }) => {
            const found = find(id);
            return [id, found.kind === 'commit' ? found.rank : Number.NaN] as const;
          }),
        );
        expect(new Set(rank.values()).size).toBe(list.length);
        for (const { sha: id, parents } of list) {
          for (const parent of parents) expect(rank.get(id)).toBeGreaterThan(rank.get(parent) ?? Number.NaN);
        }
      }),
    );
  });
});

/** Each commit follows some of those made before it; what the last one does not reach is left out, as git does. */
function randomHistory(shapes: readonly (readonly number[])[]): readonly BranchCommit[] {
  const id = (index: number) => sha((index + 0x1000).toString(16));
  const made = shapes.map((wishes, index) => {
    const parents = index === 0 ? [] : [...new Set(wishes.map((wish) => wish % index))];
    return { sha: id(index), parents: parents.map(id) };
  });
  const reached = new Set<string>();
  return made.reverse().filter((commit, fromTip) => {
    if (fromTip > 0 && !reached.has(commit.sha)) return false;
    for (const parent of commit.parents) reached.add(parent);
    return true;
  });
}
