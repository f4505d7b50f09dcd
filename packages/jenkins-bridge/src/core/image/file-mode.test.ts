import { describe, expect, it } from '@jest/globals';
import { readModeChange } from './file-mode.js';

describe('a mode of --chmod', () => {
  it.each([
    ['755', 0o644, 0o755],
    ['0', 0o644, 0],
    ['4755', 0o600, 0o4755],
    ['+x', 0o644, 0o755],
    ['a-w', 0o666, 0o444],
    ['u=rwX,go=rX', 0o600, 0o644],
    ['u=rwX,go=rX', 0o700, 0o755],
    ['g+s', 0o755, 0o2755],
    ['u+s,+t', 0o755, 0o5755],
    ['o=', 0o777, 0o770],
    ['ug+rw-x', 0o111, 0o661],
  ])('%s changes a file of %o', (text, before, after) => {
    expect(readModeChange(text)?.(before, 'other')).toBe(after);
  });

  it('gives X to every folder', () => {
    expect(readModeChange('go+X')?.(0o700, 'directory')).toBe(0o711);
  });

  it.each(['', '9', '77777', 'rwx', 'u', 'u+q', 'u+x,'])('%j is none', (text) => {
    expect(readModeChange(text)).toBeUndefined();
  });
});
