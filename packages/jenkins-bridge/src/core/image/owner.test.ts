import { describe, expect, it } from '@jest/globals';
import { needsOwnerFiles, resolveOwner } from './owner.js';

const files = { passwd: 'root:x:0:0::/:\n# a note\napp:x:1001:2002::/:\nbroken:x:one\n', group: 'staff:x:3003:app\n' };

describe('an owner of --chown', () => {
  it.each([
    ['1', { uid: 1, gid: 1 }],
    ['1:2', { uid: 1, gid: 2 }],
    ['app', { uid: 1001, gid: 2002 }],
    ['app:staff', { uid: 1001, gid: 3003 }],
    ['app:5', { uid: 1001, gid: 5 }],
    ['7:staff', { uid: 7, gid: 3003 }],
    ['1:', { uid: 1, gid: 1 }],
  ])('%s', (chown, owner) => {
    expect(resolveOwner(chown, files, 1)).toEqual(owner);
  });

  it.each(['nobody', 'app:wheel', 'broken', ':staff', '', 'a:b:c'])('%j is refused', (chown) => {
    expect(() => resolveOwner(chown, files, 3)).toThrow('line 3: ');
  });

  it.each([
    ['1:2', false],
    ['1', false],
    ['app', true],
    ['1:staff', true],
  ])('of %s needs the files: %s', (chown, needs) => {
    expect(needsOwnerFiles(chown)).toBe(needs);
  });
});
