import { describe, expect, it } from '@jest/globals';
import { type Digest, parseDigest } from '@towline/shared/image';
import fc from 'fast-check';
import { planPrune, recentMs, type StoreContents } from './plan-prune.js';

const hour = recentMs;
const now = 1_000 * hour;
const digestOf = (name: string): Digest => {
  const digest = parseDigest(`sha256:${name.repeat(64).slice(0, 64)}`);
  if (digest === undefined) throw new TypeError(name);
  return digest;
};
const blob = (name: string, size: number, hoursAgo: number) => ({
  digest: digestOf(name),
  size,
  usedAt: now - hoursAgo * hour,
});
const image = (name: string, hoursAgo: number, ...blobs: string[]) => ({
  name,
  usedAt: now - hoursAgo * hour,
  blobs: blobs.map(digestOf),
});
const limits = { maxBytes: 100, maxAgeMs: 100 * hour };

function gone(contents: StoreContents, more = {}) {
  const { names, blobs, keptBytes } = planPrune(contents, { ...limits, ...more }, now);
  return [[...names.map(({ name }) => name), ...blobs.map(({ digest }) => digest.charAt(7))].join(' '), keptBytes];
}

describe('planPrune', () => {
  it.each([
    ['nothing of an empty store', { blobs: [], names: [] }, ['', 0]],
    ['nothing within the limits', { blobs: [blob('a', 60, 99), blob('b', 40, 2)], names: [] }, ['', 100]],
    ['what is too old', { blobs: [blob('a', 1, 100), blob('b', 1, 99)], names: [] }, ['a', 1]],
    [
      'what was not used for longest, until the rest fits',
      { blobs: [blob('a', 50, 3), blob('b', 50, 9), blob('c', 50, 5)], names: [] },
      ['b', 100],
    ],
    [
      'nothing that was used within the hour',
      { blobs: [blob('a', 500, 0.9), blob('b', 1, 1.1)], names: [] },
      ['b', 500],
    ],
    [
      'nothing old of an image that was used lately, but what belongs to nobody',
      { blobs: [blob('a', 90, 200), blob('b', 90, 3)], names: [image('app', 2, 'a')] },
      ['b', 90],
    ],
    [
      'an image that is too old, with what it alone is made of',
      {
        blobs: [blob('a', 10, 200), blob('b', 10, 200)],
        names: [image('old', 150, 'a', 'b'), image('new', 2, 'b')],
      },
      ['old a', 10],
    ],
    [
      'images until the rest fits',
      {
        blobs: [blob('a', 80, 8), blob('b', 80, 7), blob('c', 80, 6)],
        names: [image('one', 8, 'a'), image('two', 7, 'b'), image('three', 6, 'c')],
      },
      ['one two a b', 80],
    ],
    [
      'nothing of what an image of long ago shares with what was built lately',
      { blobs: [blob('a', 80, 0.5), blob('b', 80, 8)], names: [image('old', 8, 'a', 'b')] },
      ['old b', 80],
    ],
    ['a name whose blobs are gone already', { blobs: [], names: [image('lost', 150, 'a')] }, ['lost', 0]],
  ])('removes %s', (_what, contents, expected) => {
    expect(gone(contents)).toEqual(expected);
  });

  it('removes everything but what is recent where nothing may stay', () => {
    const blobs = [blob('a', 1, 2), blob('b', 1, 0.5)];
    expect(gone({ blobs, names: [image('app', 2, 'a')] }, { maxBytes: 0 })).toEqual(['app a', 1]);
  });

  it('never takes a part from an image that stays, nor what is recent, and keeps to its limits else', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const hoursAgo = fc.double({ min: 0, max: 200, noNaN: true });
    const contents = fc.record({
      blobs: fc.tuple(
        ...names.map((name) =>
          fc.record({ size: fc.nat(80), at: hoursAgo }).map(({ size, at }) => blob(name, size, at)),
        ),
      ),
      names: fc.array(
        fc.tuple(fc.string(), hoursAgo, fc.subarray(names)).map(([name, at, parts]) => image(name, at, ...parts)),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(contents, (store) => {
        const plan = planPrune(store, limits, now);
        const kept = store.names.filter((each) => !plan.names.includes(each));
        const needed = new Set(kept.flatMap((each) => each.blobs));
        for (const each of plan.blobs) expect(needed.has(each.digest)).toBe(false);
        for (const each of [...plan.blobs, ...plan.names]) expect(now - each.usedAt).toBeGreaterThanOrEqual(hour);
        const stays = store.blobs.filter((each) => !plan.blobs.includes(each));
        expect(plan.keptBytes).toBe(stays.reduce((sum, { size }) => sum + size, 0));
        const recent = new Set(kept.filter(({ usedAt }) => now - usedAt < hour).flatMap((each) => each.blobs));
        const old = stays.filter(({ usedAt, digest }) => now - usedAt >= hour && !recent.has(digest));
        if (plan.keptBytes > limits.maxBytes) expect(old).toEqual([]);
      }),
    );
  });
});
