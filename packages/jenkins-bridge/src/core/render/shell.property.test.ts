import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shellOf } from './shell.js';

const { word } = shellOf('unix');
const hostile = fc.string({ unit: fc.constantFrom(...`'"$\`\\ \n\t;&|<>(){}*?!#~=-a%^é`) });
const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), hostile);

describe('a word for sh', () => {
  it('is the text itself, whatever the text is', () => {
    fc.assert(
      fc.property(fc.array(texts.filter(isPassable), { minLength: 1, maxLength: 20 }), (words) => {
        const script = `printf '%s\\000' ${words.map(word).join(' ')}`;
        const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        expect(read).toBe(words.map((each) => `${each}\0`).join(''));
      }),
      { numRuns: 60 },
    );
  });
});

/** No program can be passed a NUL, and a lone half of a character is no text. */
function isPassable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

describe('a word for cmd.exe', () => {
  it.each([
    ['a.b/c:1', 'a.b/c:1'],
    ['', '^"^"'],
    ['two words', '^"two words^"'],
    ['100%', '^"100%%^"'],
    ['%PATH%', '^"%%PATH%%^"'],
    ['a & b | c > d < e', '^"a ^& b ^| c ^> d ^< e^"'],
    ['say "hi"', '^"say \\^"hi\\^"^"'],
    ['ends with \\', '^"ends with \\\\^"'],
    ['a\\"b', '^"a\\\\\\^"b^"'],
    ['(^!)', '^"^(^^^!^)^"'],
  ])('of %j is %s', (text, expected) => {
    expect(shellOf('windows').word(text)).toBe(expected);
  });

  it('cannot be made of several lines', () => {
    expect(() => shellOf('windows').word('a\nb')).toThrow(expect.objectContaining({ code: 'render-line-break' }));
  });
});
