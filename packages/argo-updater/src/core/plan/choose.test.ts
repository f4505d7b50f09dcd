import { describe, expect, it } from '@jest/globals';
import { parsePlatform } from '@towline/shared/image';
import type { Candidate } from '@towline/shared/policy';
import type { ImageFacts } from '@towline/shared/ports';
import type { Hold } from '../hold/hold.js';
import { choose } from './choose.js';
import { digestOf, type Given, question } from './testdata/image-question.js';

/** An outcome without what is the same for all. */
function told(given: Given): object {
  const { image: _image, explain: _explain, candidates: _candidates, ...fate } = choose(question(given));
  return JSON.parse(JSON.stringify(fate));
}

const arm = parsePlatform('linux/arm64');
const amd = parsePlatform('linux/amd64');

function facts(parts: Partial<ImageFacts> = {}): ImageFacts {
  return { digest: digestOf('b'), mediaType: '', platforms: [amd, arm], labels: {}, ...parts };
}

describe('choose', () => {
  it('changes what Git holds to what the policy chooses, and says why', () => {
    expect(
      told({ tags: ['1.0.0', '1.1.0', '2.0.0'], order: { kind: 'semver', constraint: '^1' }, held: ['1.0.0'] }),
    ).toEqual({
      kind: 'change',
      from: { tag: '1.0.0' },
      to: { tag: '1.1.0' },
      why: { strategy: 'semver', rule: 'the highest version within ^1' },
    });
  });

  it('tells how long ago the image was pushed', () => {
    const candidates = [{ tag: '2.0.0', pushedAt: 1_000 }];
    expect(told({ candidates, held: ['1.0.0'], now: 61_000 })).toMatchObject({ why: { ageMs: 60_000 } });
  });

  it('names every candidate and its rule when it is asked', () => {
    const outcome = choose(question({ tags: ['1.0.0', '1.1.0', 'latest'], held: ['1.1.0'] }));
    const { chosen, refusals } = outcome.explain();
    expect([outcome.candidates, chosen?.tag, refusals.map(({ tag, rule }) => `${tag}: ${rule}`)]).toEqual([
      3,
      '1.1.0',
      ['latest: moving', '1.0.0: not-newest'],
    ]);
  });

  it('explains nothing where nothing was judged', () => {
    const outcome = choose(question({ listing: { code: 'x', message: 'down' } }));
    expect([outcome.candidates, outcome.explain()]).toEqual([0, { chosen: undefined, refusals: [] }]);
  });

  describe('pinned by digest', () => {
    const pinned = (parts: Given): Given => ({ ...parts, image: { pin: 'digest', ...parts.image } });
    const listed: readonly Candidate[] = [{ tag: '1.1.0', digest: digestOf('a') }];
    it.each<readonly [string, Given, object]>([
      [
        'writes both',
        { candidates: listed, held: ['1.0.0'] },
        { kind: 'change', to: { tag: '1.1.0', digest: digestOf('a') } },
      ],
      ['adds the digest to a tag that is there', { candidates: listed, held: ['1.1.0'] }, { kind: 'change' }],
      [
        'leaves a pinned tag that was pushed again',
        { candidates: listed, held: [`1.1.0@${digestOf('c')}`] },
        { kind: 'current' },
      ],
      ['knows a digest that stands alone', { candidates: listed, held: [`@${digestOf('a')}`] }, { kind: 'current' }],
      [
        'changes another digest that stands alone',
        { candidates: listed, held: [`@${digestOf('c')}`] },
        { kind: 'change' },
      ],
      [
        'takes the digest from the image where the listing has none',
        { tags: ['1.1.0'], held: ['1.0.0'], inspection: facts() },
        { kind: 'change', to: { tag: '1.1.0', digest: digestOf('b') } },
      ],
      [
        'knows a digest that stands alone when the image was looked at',
        { tags: ['1.1.0'], held: [`@${digestOf('b')}`], inspection: facts() },
        { kind: 'current' },
      ],
      [
        'minds an image that is gone',
        { tags: ['1.1.0'], held: ['1.0.0'], inspection: 'gone' },
        { failure: { code: 'image-gone' } },
      ],
      [
        'minds an image that nobody looked at',
        { tags: ['1.1.0'], held: ['1.0.0'] },
        { failure: { code: 'image-not-inspected' } },
      ],
    ])('%s', (_fact, given, expected) => {
      expect(told(pinned(given))).toMatchObject(expected);
    });
  });

  describe('platforms', () => {
    const wanted = (parts: Given): Given => ({
      tags: ['1.0.0', '1.1.0'],
      held: ['1.0.0'],
      ...parts,
      image: { platforms: [amd, arm] },
    });
    it.each<readonly [string, Given, object]>([
      ['changes to an image that has them all', { inspection: facts() }, { kind: 'change', to: { tag: '1.1.0' } }],
      [
        'waits for what is missing, and takes no older image instead',
        { inspection: facts({ platforms: [amd] }) },
        { kind: 'waiting', from: { tag: '1.0.0' }, to: { tag: '1.1.0' }, missing: [arm] },
      ],
      [
        'waits also where the listing knows the platforms',
        {
          candidates: [
            { tag: '1.0.0', platforms: [amd, arm] },
            { tag: '1.1.0', platforms: [amd] },
          ],
        },
        { kind: 'waiting', missing: [arm] },
      ],
      ['does not look where there is nothing to do', { held: ['1.1.0'] }, { kind: 'current' }],
      ['minds an image that nobody looked at', {}, { failure: { code: 'image-not-inspected' } }],
    ])('%s', (_fact, given, expected) => {
      expect(told(wanted(given))).toMatchObject(expected);
    });
  });

  describe('holds', () => {
    const past = ['1.0.0', '1.2.0!', '1.0.0'];
    const back: Hold = {
      kind: 'revert',
      commit: '0'.repeat(40),
      author: 'Ada',
      value: '1.2.0',
      to: '1.0.0',
      returned: true,
    };
    const given = (parts: Given): Given => ({ tags: ['1.0.0', '1.2.0'], held: ['1.0.0'], ...parts });
    it.each<readonly [string, Given, object]>([
      [
        'holds what was taken back',
        { past },
        { kind: 'held', by: back, until: 'something newer than 1.2.0 appears, or it is released' },
      ],
      ['holds what is older than what was taken back', { past, tags: ['1.1.0'] }, { kind: 'held' }],
      ['goes on to something newer', { past, tags: ['1.3.0'] }, { kind: 'change', to: { tag: '1.3.0' } }],
      ['writes what was released', { past, image: { release: ['1.2.0'] } }, { kind: 'change' }],
      ['writes what was released by its revert', { past, image: { release: ['0000000'] } }, { kind: 'change' }],
      ['holds what was released from another revert', { past, image: { release: ['1111111'] } }, { kind: 'held' }],
      [
        'holds what was taken back by digest',
        {
          tags: [],
          candidates: [{ tag: 'main', digest: digestOf('b') }],
          order: { kind: 'digest', tag: 'main' },
          held: [`main@${digestOf('a')}`],
          past: ['a', 'b!', 'a'].map((text) => `main@${digestOf(text[0] ?? '')}${text.slice(1)}`),
        },
        { kind: 'held' },
      ],
      [
        'goes on to another digest',
        {
          tags: [],
          candidates: [{ tag: 'main', digest: digestOf('c') }],
          order: { kind: 'digest', tag: 'main' },
          held: [`main@${digestOf('a')}`],
          past: [`main@${digestOf('a')}`, `main@${digestOf('b')}!`, `main@${digestOf('a')}`],
        },
        { kind: 'change' },
      ],
      [
        'holds a tag by annotation',
        { image: { hold: ['1.2.0'] } },
        { kind: 'held', by: { kind: 'manual' }, until: 'the hold is taken away' },
      ],
      ['holds everything by annotation', { image: { hold: 'all' } }, { kind: 'held' }],
      ['does not let a release go against a person', { image: { hold: 'all', release: ['1.2.0'] } }, { kind: 'held' }],
      ['writes a tag that is not the one on hold', { image: { hold: ['1.1.0'] } }, { kind: 'change' }],
      [
        'holds until a time',
        { now: 1_000, image: { hold: 'all', holdUntil: 2_000, holdReason: 'freeze' } },
        { kind: 'held', by: { reason: 'freeze' }, until: '1970-01-01T00:00:02.000Z' },
      ],
      ['goes on after that time', { now: 2_000, image: { hold: 'all', holdUntil: 2_000 } }, { kind: 'change' }],
      ['holds nothing that is there already', { held: ['1.2.0'], image: { hold: 'all' } }, { kind: 'current' }],
    ])('%s', (_fact, parts, expected) => {
      expect(told(given(parts))).toMatchObject(expected);
    });
  });
});
