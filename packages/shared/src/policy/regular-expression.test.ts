import { describe, expect, it } from '@jest/globals';
import { compileExpression } from './regular-expression.js';

function test(pattern: string, text: string): boolean | string {
  const reading = compileExpression(pattern);
  return reading.kind === 'expression' ? reading.expression.test(text) : `${reading.position}: ${reading.problem}`;
}

describe('expressions', () => {
  it.each([
    ['rel:1', 'xrel:1', true],
    ['(?i)^L', 'latest', true],
    ['\\Av1', 'v1', true],
    ['1\\z', 'v1', true],
    ['[[:alpha:]]+', '123', false],
    ['^\\pN+$', '123', true],
    ['(?P<n>a)', 'a', true],
    ['a1$', 'a1x', false],
  ])('have the syntax of RE2: %s against %s', (pattern, text, expected) => {
    expect(test(pattern, text)).toBe(expected);
  });

  it.each([
    ['^(?!v)', '1: invalid or unsupported Perl syntax: (?!'],
    ['(a)\\1', '3: invalid escape sequence: \\1'],
    ['ab[=', '2: missing closing ]: [='],
    ['a{1001}', '1: invalid repeat count: {1001}'],
    ['a'.repeat(4097), '4096: longer than 4096 characters'],
    ['(a{900}|b)'.repeat(30), '0: its repetitions make it too large'],
  ])('refuse %s and say where', (pattern, expected) => {
    expect(test(pattern, '')).toBe(expected);
  });

  it('answer a pattern that stalls a backtracking engine', () => {
    expect(test('(a+)+$', `${'a'.repeat(50_000)}!`)).toBe(false);
    expect(test('(a|a)*b', 'a'.repeat(50_000))).toBe(false);
  });

  it('are compiled once', () => {
    expect(compileExpression('^once$')).toBe(compileExpression('^once$'));
  });
});
