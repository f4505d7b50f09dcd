import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, parseVersion } from './version.js';

function compare(a: string, b: string): number | undefined {
  const left = parseVersion(a);
  const right = parseVersion(b);
  return left && right && Math.sign(compareVersions(left, right));
}

describe('parseVersion', () => {
  it.each([
    '1',
    'v1',
    '1.2',
    '1.2.3',
    '01.2.3',
    '2021.12.31',
    '20211231',
    '1.2.3-rc.1+build.5',
    '1-0',
    '18446744073709551615',
  ])('takes %s for a version', (text) => {
    expect(parseVersion(text)).toBeDefined();
  });

  it.each([
    '',
    'V1',
    'release-1',
    '1.2.3.4',
    '1.',
    '1.2.3-',
    '1.2.3-01',
    '1.2.3_1',
    '18446744073709551616',
    '1.2.3-a..b',
    '1 ',
  ])('does not take %j for one', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

describe('compareVersions', () => {
  it.each([
    ['1', '1.0.0', 0],
    ['v1.2', '1.2.0', 0],
    ['1.0.0+a', '1.0.0+b', 0],
    ['1.10.0', '1.9.0', 1],
    ['1.0.0-rc.1', '1.0.0', -1],
    ['1.0.0-rc.10', '1.0.0-rc.9', 1],
    ['1.0.0-rc', '1.0.0-rc.1', -1],
    ['1.0.0-1', '1.0.0-alpha', -1],
    ['1.0.0-A', '1.0.0-a', -1],
    ['1.2.3-4-gabc', '1.2.3-10-gabc', 1],
    ['9007199254740993', '9007199254740992', 1],
    ['18446744073709551615', '18446744073709551614', 1],
    ['1.0.0-9007199254740993', '1.0.0-9007199254740992', 1],
    ['1.0.0-99999999999999999999', '1.0.0-1', 1],
  ])('%s against %s: %i', (a, b, order) => {
    expect(compare(a, b)).toBe(order);
    expect(compare(b, a)).toBe(order === 0 ? 0 : -order);
  });

  it('is a total order', () => {
    const version = fc
      .tuple(fc.nat(2), fc.nat(2), fc.constantFrom('', '-a', '-1', '-a.1', '-2'))
      .map(([a, b, pre]) => `${a}.${b}${pre}`);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [ab = 0, bc = 0, ac = 0] = [compare(a, b), compare(b, c), compare(a, c)];
        if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0);
      }),
    );
  });
});
