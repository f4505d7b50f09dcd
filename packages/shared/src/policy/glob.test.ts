import { describe, expect, it } from '@jest/globals';
import { type Glob, matchesGlob, parseGlob } from './glob.js';

describe('globs', () => {
  it.each([
    ['*', '1.2.3', true],
    ['*', '', true],
    ['*', 'a/b', false],
    ['**', 'a', true],
    ['', '', true],
    ['', 'a', false],
    ['latest', 'latest', true],
    ['LATEST', 'latest', false],
    ['v1.*', 'v1.2.3', true],
    ['?.?.?', '1.2.3', true],
    ['?', '/', false],
    ['*-rc*', '1.0-rc.1', true],
    ['*a*b', 'aXaYb', true],
    ['*a*b', 'aXbY', false],
    ['[a-z]*', 'main', true],
    ['[a-z]*', '1', false],
    ['[^v]*', 'latest', true],
    ['[^v]*', 'v1', false],
    ['[!v]*', 'v1', true],
    ['[^a]', '/', true],
    ['[a\\-c]', '-', true],
    ['[a\\-c]', 'b', false],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['{a,b}', 'a', false],
    ['202?-*', '2021-01', true],
  ])('%s against %j: %s', (pattern, name, expected) => {
    const glob = parseGlob(pattern);
    expect(glob && matchesGlob(glob, name)).toBe(expected);
  });

  it.each(['[', '[]', '[]a]', '[a', '[a-', '[-a]', '[a-]', 'a\\', '[\\'])('%j is malformed', (pattern) => {
    expect(parseGlob(pattern)).toBeUndefined();
  });

  it('takes at most pattern length times name length steps, however hostile the pattern', () => {
    const name = 'a'.repeat(128);
    const hostile = parseGlob(`*${'a'.repeat(60)}*${'a'.repeat(40)}b`);
    let steps = 0;
    const counting: Glob = {
      text: '',
      steps: (hostile?.steps ?? []).map((step) =>
        step === '*'
          ? step
          : (character) => {
              steps += 1;
              return step(character);
            },
      ),
    };
    expect(matchesGlob(counting, name)).toBe(false);
    expect(steps).toBeGreaterThan(10 * name.length);
    expect(steps).toBeLessThanOrEqual(counting.steps.length * name.length);
  });
});
