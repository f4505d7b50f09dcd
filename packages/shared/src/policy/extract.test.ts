import { describe, expect, it } from '@jest/globals';
import { createExtractor } from './extract.js';
import { compileExpression } from './regular-expression.js';

function extract(pattern: string, template: string, tag: string): string | undefined {
  const reading = compileExpression(pattern);
  return reading.kind === 'expression' ? createExtractor(reading.expression, template)(tag) : 'refused';
}

const braced = (name: string): string => `$\{${name}}`;

describe('extract templates', () => {
  it.each([
    ['^main-[a-f0-9]+-(?P<ts>.*)', '$ts', 'main-abc-123', '123'],
    ['^test-(.*)$', '$1', 'test-0.1.1', '0.1.1'],
    ['(\\d+)-(\\d+)', '$2.$1', 'a1-2b', '2.1'],
    ['(?P<a>.)(?P<b>.)', braced('b') + braced('a'), 'xy', 'yx'],
    ['r(\\d)-x', '$1x', 'r1-x', ''],
    ['r(\\d)-x', `${braced('1')}x`, 'r1-x', '1x'],
    ['r(\\d)', '$2', 'r1', ''],
    ['r(\\d)', '$0!', 'xr1y', 'r1!'],
    ['r(\\d)', '$01', 'r1', ''],
    ['r(\\d)?', '[$1]', 'r', '[]'],
    ['.*', '$$1 $', 'x', '$1 $'],
    ['.*', '${x $-', 'x', '${x $-'],
    ['.*', 'same', 'x', 'same'],
    ['^v', '$0', 'x', undefined],
  ])('%s with %s makes of %s: %s', (pattern, template, tag, expected) => {
    expect(extract(pattern, template, tag)).toBe(expected);
  });
});
