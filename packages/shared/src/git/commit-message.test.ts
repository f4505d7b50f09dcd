import { describe, expect, it } from '@jest/globals';
import { cleanIdentity, commitMessage } from './commit-message.js';

describe('the message of a commit', () => {
  it.each([
    ['Subject', [], 'Subject\n'],
    ['  Subject\r\n\r\nBody\n\n\n', [], 'Subject\n\nBody\n'],
    ['Subject', [['Towline-Image', 'a → b']], 'Subject\n\nTowline-Image: a → b\n'],
    [
      'Subject\n\nBody',
      [
        ['A', '1'],
        ['B', 'two\n  lines '],
      ],
      'Subject\n\nBody\n\nA: 1\nB: two lines\n',
    ],
  ] as const)('%j with %j', (message, trailers, expected) => {
    expect(commitMessage({ message, trailers })).toBe(expected);
  });

  it.each([
    ['no text', ' \n', []],
    ['a trailer whose key has a space', 'S', [['Not a key', 'x']]],
    ['a trailer whose key has a colon', 'S', [['a:b', 'x']]],
  ] as const)('is refused with %s', (_what, message, trailers) => {
    expect(() => commitMessage({ message, trailers })).toThrow(expect.objectContaining({ code: 'git-commit' }));
  });
});

describe('a person', () => {
  it('cannot bring lines of the commit along', () => {
    const clean = cleanIdentity({ name: 'Eve <x>\nparent 0123', email: 'eve@example.com>\nX' });
    expect(clean).toEqual({ name: 'Eve x parent 0123', email: 'eve@example.com X' });
  });

  it('needs a name and an address', () => {
    expect(() => cleanIdentity({ name: '<>', email: 'a@x' })).toThrow(expect.objectContaining({ code: 'git-commit' }));
  });
});
