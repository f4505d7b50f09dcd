import { describe, expect, it } from '@jest/globals';
import { applyAllowances } from './rules/allowance.js';

const violation = { rule: 'function-length', file: 'a.ts', line: 3, name: 'parse', message: 'too long' };
const allowance = { rule: 'function-length', file: 'a.ts', name: 'parse', reason: 'one table' };

describe('applyAllowances', () => {
  it('accepts the violation that a row names', () => {
    expect(applyAllowances([violation], [allowance])).toEqual([]);
  });

  it.each([
    ['rule', { rule: 'parameter-count' }],
    ['file', { file: 'b.ts' }],
    ['function', { name: 'print' }],
  ])('refuses one of another %s', (_what, difference) => {
    const other = { ...violation, ...difference };
    expect(applyAllowances([violation, other], [allowance])).toEqual([other]);
  });

  it('refuses a row that nothing needs', () => {
    expect(applyAllowances([], [allowance])).toEqual([
      expect.objectContaining({ rule: 'unneeded-allowance', file: 'a.ts' }),
    ]);
  });
});
