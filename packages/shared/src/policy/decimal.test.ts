import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareExact, parseExactNumber } from './decimal.js';

function compare(a: string, b: string): number | undefined {
  const left = parseExactNumber(a);
  const right = parseExactNumber(b);
  return left === undefined || right === undefined ? undefined : Math.sign(compareExact(left, right));
}

describe('exact numbers', () => {
  it.each([
    ['2', '10', -1],
    ['01', '1', 0],
    ['-0', '0', 0],
    ['-2', '1', -1],
    ['-2', '-10', 1],
    ['1.5', '1.50', 0],
    ['.5', '0.5', 0],
    ['5.', '5', 0],
    ['+5', '4', 1],
    ['1e3', '1000', 0],
    ['1e-3', '0.001', 0],
    ['1_000', '999', 1],
    ['20231103171720', '20231103171721', -1],
    ['10000000000000000003', '10000000000000000002', 1],
    ['0.10000000000000000003', '0.10000000000000000002', 1],
    ['1e400', '1e399', 1],
  ])('%s against %s: %i', (a, b, order) => {
    expect(compare(a, b)).toBe(order);
    expect(compare(b, a)).toBe(order === 0 ? 0 : -order);
  });

  it.each(['', ' 1', '1a', '0x10', '0x1p4', 'Inf', 'NaN', '.', '1__0', '_1', '1e', '--1'])(
    '%j is no number',
    (text) => {
      expect(parseExactNumber(text)).toBeUndefined();
    },
  );

  it('orders whole numbers of any length as bigint does', () => {
    const whole = fc.bigInt(-(10n ** 40n), 10n ** 40n);
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(compare(String(a), String(b))).toBe(a < b ? -1 : Number(a > b));
      }),
    );
  });

  it('orders fractions as scaled bigints do', () => {
    const scaled = fc.bigInt(-(10n ** 20n), 10n ** 20n);
    const print = (value: bigint): string => {
      const digits = String(value < 0n ? -value : value).padStart(7, '0');
      return `${value < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
    };
    fc.assert(
      fc.property(scaled, scaled, (a, b) => {
        expect(compare(print(a), print(b))).toBe(a < b ? -1 : Number(a > b));
      }),
    );
  });
});
