import { describe, expect, it } from '@jest/globals';
import { ownerOf } from './rendezvous.js';

const keys = Array.from({ length: 3000 }, (_, index) => `https://git.example.com/team/repo-${index} main`);
const owners = (members: readonly string[]) => keys.map((key) => ownerOf(key, members));

describe('ownerOf', () => {
  it('gives each member about its share', () => {
    const members = ['updater-0', 'updater-1', 'updater-2'];
    const shares = members.map((member) => owners(members).filter((owner) => owner === member).length);
    for (const share of shares) expect(Math.abs(share - 1000)).toBeLessThan(120);
  });

  it('gives the same answer in whatever order the members are known', () => {
    expect(owners(['c', 'a', 'b'])).toEqual(owners(['a', 'b', 'c']));
  });

  it('moves only what a member leaves behind', () => {
    const before = owners(['a', 'b', 'c']);
    const after = owners(['a', 'c']);
    const moved = keys.filter((_, index) => before[index] !== after[index]);
    expect(moved).toEqual(keys.filter((_, index) => before[index] === 'b'));
  });

  it('has nobody where there is nobody', () => {
    expect(ownerOf('key', [])).toBeUndefined();
  });
});
