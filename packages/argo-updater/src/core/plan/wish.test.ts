import { describe, expect, it } from '@jest/globals';
import { parsePlatform } from '@towline/shared/image';
import type { Policy } from '@towline/shared/policy';
import type { ImageOutcome } from './image-outcome.js';
import { digestOf, type Given, question } from './testdata/image-question.js';
import { wishFor } from './wish.js';

/** A wish without what it was worked out from. */
function told(given: Given): object {
  const wish = wishFor(question(given));
  if (wish.kind !== 'change') return wish;
  return { kind: wish.kind, from: wish.from, to: wish.chosen.tag };
}

const kindOf = (given: Given): string => wishFor(question(given)).kind;

describe('wishFor', () => {
  describe('what is current', () => {
    it.each<readonly [string, Given, ImageOutcome['kind']]>([
      ['Git holds it, whatever is live', { held: ['1.1.0'], live: ['acme/web:1.0.0'] }, 'current'],
      ['Git holds an older one, though the newest is live', { held: ['1.0.0'], live: ['acme/web:1.1.0'] }, 'change'],
      ['one of several places is behind', { held: ['1.1.0', '1.0.0'] }, 'change'],
      ['one of several places is empty', { held: ['1.1.0', undefined] }, 'change'],
      ['Git holds nothing and the newest is live', { held: [undefined], live: ['acme/web:1.1.0'] }, 'current'],
      ['Git holds nothing and an older one is live', { held: [undefined], live: ['acme/web:1.0.0'] }, 'change'],
      [
        'Git holds nothing and two versions are live',
        { held: [undefined], live: ['acme/web:1.1.0', 'acme/web:1.0.0'] },
        'change',
      ],
      ['Git holds nothing and nothing is known to be live', { held: [undefined], live: undefined }, 'change'],
      ['Git holds another repository', { held: ['quay.io/acme/old:1.1.0'] }, 'change'],
      ['a person wrote a digest behind the tag', { held: [`1.1.0@${digestOf('a')}`] }, 'current'],
    ])('%s', (_fact, given, kind) => {
      expect(kindOf({ tags: ['1.0.0', '1.1.0'], ...given })).toBe(kind);
    });

    it('tells the place that is behind', () => {
      expect(told({ tags: ['1.1.0'], held: ['1.1.0', '1.0.0'] })).toMatchObject({ from: { tag: '1.0.0' } });
    });
  });

  describe('what is live', () => {
    it.each<readonly [string, Given, ImageOutcome['kind']]>([
      ['updates an image that is live', { live: ['acme/web:1.0.0'] }, 'change'],
      ['updates an image that is spelled otherwise', { live: ['docker.io/acme/web:1.0.0'] }, 'change'],
      ['updates where nothing is known of what is live', { live: undefined }, 'change'],
      ['leaves an image alone that is not live', { live: ['acme/other:1.0.0'] }, 'refused'],
      [
        'updates an image that is not live where that is forced',
        { live: ['acme/other:1'], image: { force: true } },
        'change',
      ],
    ])('%s', (_fact, given, kind) => {
      expect(kindOf({ tags: ['1.1.0'], held: ['1.0.0'], ...given })).toBe(kind);
    });

    it('says that it is not live before it minds the registry', () => {
      expect(told({ listing: { code: 'x', message: 'down' }, live: [] })).toEqual({
        kind: 'refused',
        rule: 'not-live',
        reason: 'the Application does not run acme/web, and nothing forces the update',
      });
    });
  });

  describe('nothing to choose', () => {
    it.each<readonly [string, Given, string, string]>([
      ['an empty repository', { tags: [] }, 'no-tag-matches', 'the repository has no tags'],
      [
        'no tag that fits',
        { tags: ['1.0.0', '1.1.0', 'main'], order: { kind: 'semver', constraint: '^9' } },
        'no-tag-matches',
        'none of 3 tags can be chosen: 2 × “is outside ^9”, 1 × “is not a version”',
      ],
      [
        'many reasons',
        { tags: ['a', '9.0.0-rc.1', '1.0.0', 'latest'], order: { kind: 'semver', constraint: '^9' } },
        'no-tag-matches',
        'none of 4 tags can be chosen: 1 × “moves from image to image, and the listing does not tell which one it names now”, 1 × “is not a version”, 1 × “is a pre-release, and ^9 does not ask for any”, and others',
      ],
    ])('%s', (_fact, given, rule, reason) => {
      expect(told({ held: ['1.0.0'], ...given })).toEqual({ kind: 'refused', rule, reason });
    });

    it('hands on why the registry did not answer', () => {
      const failure = { code: 'registry-unreachable', message: 'no route', hint: 'Look.' };
      expect(told({ listing: failure })).toEqual({ kind: 'failed', failure });
    });

    it('says where a policy cannot be read', () => {
      expect(told({ tags: ['1'], order: { kind: 'semver', constraint: 'stable' } })).toMatchObject({
        kind: 'failed',
        failure: { code: 'image-policy', message: 'order.constraint "stable" is not a version constraint' },
      });
    });
  });

  describe('downgrades', () => {
    const older: Policy['order'] = { kind: 'semver', constraint: '^1' };
    it.each<readonly [string, Given, ImageOutcome['kind']]>([
      ['refuses a lower version within the constraint', { tags: ['1.1.0'], order: older, held: ['1.2.0'] }, 'refused'],
      ['refuses below what is live, where Git holds nothing', { tags: ['1.1.0'], live: ['acme/web:1.2.0'] }, 'refused'],
      ['goes down where it may', { tags: ['1.1.0'], held: ['1.2.0'], image: { allowDowngrade: true } }, 'change'],
      ['goes down where the constraint was lowered', { tags: ['1.1.0'], order: older, held: ['2.0.0'] }, 'change'],
      [
        'goes down from a tag that a person ignores',
        { tags: ['1.1.0'], held: ['1.2.0'], ignoreTags: ['1.2.*'] },
        'change',
      ],
      ['takes another name of the same version', { tags: ['v1.2.0'], held: ['1.2.0'] }, 'change'],
      ['leaves what is no version', { tags: ['1.1.0'], held: ['main'] }, 'change'],
      ['goes to another repository', { tags: ['1.1.0'], held: ['quay.io/acme/old:1.2.0'] }, 'change'],
      ['refuses an earlier name', { tags: ['a'], order: { kind: 'alphabetical' }, held: ['b'] }, 'refused'],
      [
        'refuses a later name where the first wins',
        { tags: ['b'], order: { kind: 'alphabetical', direction: 'desc' }, held: ['a'] },
        'refused',
      ],
      ['refuses a smaller number', { tags: ['9'], order: { kind: 'numerical' }, held: ['10'] }, 'refused'],
      [
        'cannot tell which build is newer where one is not listed',
        { candidates: [{ tag: 'a', createdAt: 1 }], order: { kind: 'newest-build' }, held: ['b'] },
        'change',
      ],
      [
        'follows a tag wherever it goes',
        {
          candidates: [{ tag: 'main', digest: digestOf('a') }],
          order: { kind: 'digest', tag: 'main' },
          held: [`main@${digestOf('b')}`],
        },
        'change',
      ],
    ])('%s', (_fact, given, kind) => {
      expect(kindOf(given)).toBe(kind);
    });

    it('says what is deployed and what there is', () => {
      expect(told({ tags: ['1.1.0', '1.0.0'], held: ['1.2.0'] })).toEqual({
        kind: 'refused',
        rule: 'downgrade',
        reason: '1.2.0 is deployed, and 1.1.0, the newest that can be chosen, stands below it',
      });
    });
  });

  describe('the strategy commit', () => {
    const [c1, c2, c3] = ['c1'.padEnd(40, '0'), 'c2'.padEnd(40, '0'), 'c3'.padEnd(40, '0')];
    const other = 'd'.repeat(40);
    const given = (parts: Given): Given => ({ order: { kind: 'commit' }, history: [c3, c2, c1], ...parts });

    it('takes the newest commit, however the images were pushed', () => {
      expect(told(given({ tags: [c3, c1, c2], held: [c1] }))).toMatchObject({
        kind: 'change',
        to: c3,
      });
    });

    it.each<readonly [string, Given, object]>([
      [
        'keeps the newest when a commit of another branch appears',
        { tags: [c3, other], held: [c3] },
        { kind: 'current' },
      ],
      [
        'refuses where all commits are of other branches',
        { tags: [other], held: [c1] },
        { kind: 'refused', rule: 'not-on-branch', reason: 'none of 1 tags can be chosen: 1 × “is not on main”' },
      ],
      [
        'refuses to go back when the newest image is deleted',
        { tags: [c1, c2], held: [c3] },
        { kind: 'refused', rule: 'downgrade' },
      ],
      ['leaves a commit of another branch', { tags: [c1], held: [other] }, { kind: 'change', to: c1 }],
    ])('%s', (_fact, parts, expected) => {
      expect(told(given(parts))).toMatchObject(expected);
    });

    it('fails where the history is not to be had, and where nobody asked for it', () => {
      const failure = { code: 'git-unreachable', message: 'no route' };
      expect(told(given({ tags: [c1], historyFailure: failure }))).toEqual({ kind: 'failed', failure });
      expect(told({ order: { kind: 'commit' }, tags: [c1] })).toMatchObject({
        failure: { code: 'policy-facts-missing' },
      });
    });
  });

  describe('under compat', () => {
    const peer = (parts: Given): Given => ({ tags: ['1.0.0', '1.1.0'], ...parts, compat: true });
    it.each<readonly [string, Given, object]>([
      [
        'goes by what is live',
        { held: ['1.0.0'], live: ['acme/web:1.1.0'] },
        { kind: 'current', version: { tag: '1.1.0' } },
      ],
      ['does not write again what is written', { held: ['1.1.0'], live: ['acme/web:1.0.0'] }, { kind: 'current' }],
      [
        'tells what is live as what it comes from',
        { held: ['1.0.1'], live: ['acme/web:1.0.0'] },
        { kind: 'change', from: { tag: '1.0.0' } },
      ],
      [
        'takes a digest behind the tag for a difference',
        { held: [undefined], live: [`acme/web:1.1.0@${digestOf('a')}`] },
        { kind: 'change' },
      ],
      ['goes down', { tags: ['1.0.0'], held: ['1.1.0'], live: ['acme/web:1.1.0'] }, { kind: 'change', to: '1.0.0' }],
      [
        'takes latest before a commit id',
        {
          candidates: [
            { tag: 'a'.repeat(40), createdAt: 1, digest: digestOf('a') },
            { tag: 'latest', createdAt: 1, digest: digestOf('a') },
          ],
          order: { kind: 'newest-build' },
          live: ['acme/web:1'],
        },
        { to: 'latest' },
      ],
      [
        'does not look at platforms',
        { held: ['1.0.0'], live: ['acme/web:1.0.0'], image: { platforms: [parsePlatform('linux/arm64')] } },
        { kind: 'change' },
      ],
      [
        'compares the first of two live images',
        { held: [undefined], live: ['acme/web:1.0.0', 'acme/web:1.1.0'] },
        { kind: 'change', from: { tag: '1.0.0' } },
      ],
    ])('%s', (_fact, parts, expected) => {
      expect(told(peer(parts))).toMatchObject(expected);
    });
  });
});
