import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lex } from './lex.js';
import type { Token } from './token.js';

describe('lex', () => {
  it.each([
    ["'it\\'s'", "it's"],
    ['"a\\tb"', 'a\tb'],
    ["'''a\n'b''c'''", "a\n'b''c"],
    ['"""a "b" ""c"""', 'a "b" ""c'],
    ['/a\\/b\\d/', 'a/b\\d'],
    ['$/a $$ /b $/ c/$', 'a $ /b / c'],
    ["'\\u0041\\101\\\nB'", 'AAB'],
    ['"\\${A}"', '${A}'],
    ['"5 $ and $1"', '5 $ and $1'],
  ])('reads the string %s', (source, value) => {
    expect(lex(source)).toMatchObject([{ kind: 'string', closed: true, parts: [{ kind: 'text', value }] }]);
  });

  it.each([
    ['"${a}"', ['a']],
    ['"$a.b-c"', ['a.b']],
    ['"$a."', ['a']],
    ['"""${x ? "n ${y}" : \'}\'}"""', ['x ? "n ${y}" : \'}\'']],
    ['"${[a: { b }]} $c"', ['[a: { b }]', 'c']],
    ['/$a|${b}/', ['a', 'b']],
    ["'${a}'", []],
    ["'''$a'''", []],
  ])('finds the code in %s', (source, code) => {
    expect(codeOf(lex(source)[0])).toEqual(code);
  });

  it.each([
    ['a / b / c', []],
    ['x = /b/', ['/b/']],
    ['return /b/', ['/b/']],
    ['f(/b/, /c/)', ['/b/', '/c/']],
    ['a[1] / 2 // 3', []],
    ['x = /b\n y = 1', []],
    ['x =~ /http:\\/\\/.*/', ['/http:\\/\\/.*/']],
  ])('tells division from a string in %s', (source, strings) => {
    expect(textsOf(source, 'string')).toEqual(strings);
  });

  it.each([
    ['#!/usr/bin/env groovy\na', ['#!/usr/bin/env groovy']],
    ["a // b 'c\n/* d\n * e */ 'f // g'", ["// b 'c", '/* d\n * e */']],
    ['a /* never closed', ['/* never closed']],
  ])('finds the comments in %j', (source, comments) => {
    expect(textsOf(source, 'comment')).toEqual(comments);
  });

  it.each(['1..3', '1.5e3', '0xFFL', '10G', '1_000', '5.times'])(
    'joins and parts the number %s as Groovy does',
    (source) => {
      expect(lex(source).map(({ text }) => text)).toEqual(
        { '1..3': ['1', '..', '3'], '5.times': ['5', '.', 'times'] }[source] ?? [source],
      );
    },
  );

  it('ends a string that is not closed with its line', () => {
    expect(lex("a 'b\nc").map(({ text }) => text)).toEqual(['a', ' ', "'b", '\n', 'c']);
  });

  it('gives tokens that join to the source', () => {
    const piece = fc.constantFrom(
      ...'\'"/$\\{}()[]\n\r \t#*.:ab1é→',
      "'''",
      '"""',
      '${',
      '$/',
      '/$',
      '//',
      '/*',
      '*/',
      '#!',
    );
    const source = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(source, (text) => {
        const tokens = lex(text);
        expect(tokens.map((token) => token.text).join('')).toBe(text);
        expect(tokens.every(({ start, end, text: own }) => text.slice(start, end) === own && own !== '')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function textsOf(source: string, kind: Token['kind']): readonly string[] {
  return lex(source)
    .filter((token) => token.kind === kind)
    .map(({ text }) => text);
}

function codeOf(token: Token | undefined): readonly string[] {
  if (token?.kind !== 'string') return [];
  return token.parts.flatMap((part) => (part.kind === 'code' ? [part.tokens.map(({ text }) => text).join('')] : []));
}
