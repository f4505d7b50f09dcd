import { describe, expect, it } from '@jest/globals';
import { editEmbedded } from './embedded-yaml.js';

const tag = { kind: 'set', path: ['image', 'tag'], value: '2', create: true } as const;
const edit = (text: string) => editEmbedded(text, { document: 0, path: ['values'] }, [tag]);

describe('editEmbedded', () => {
  it.each([
    [
      'a literal block',
      'values: |\n  image:\n    tag: "1" # x\nb: 1\n',
      'values: |\n  image:\n    tag: "2" # x\nb: 1\n',
    ],
    ['CRLF', 'values: |\r\n  image:\r\n    tag: "1"\r\nb: 1\r\n', 'values: |\r\n  image:\r\n    tag: "2"\r\nb: 1\r\n'],
    ['a kept end', 'values: |+\n  image:\n    tag: "1"\n\n\nb: 1\n', 'values: |+\n  image:\n    tag: "2"\n\n\nb: 1\n'],
    ['a given indentation', 'values: |2\n   image:\n     tag: "1"\n', 'values: |2\n   image:\n     tag: "2"\n'],
    ['no last line break', 'values: |-\n  image:\n    tag: "1"', 'values: |-\n  image:\n    tag: "2"'],
    [
      'a new key',
      'values: |\n  image:\n    a: x\n  c: d\nb: 1\n',
      'values: |\n  image:\n    a: x\n    tag: "2"\n  c: d\nb: 1\n',
    ],
    [
      'blanks on empty lines',
      'values: |\n  a: 1\n \n  image:\n    tag: "1"\n    \nb: 1\n',
      'values: |\n  a: 1\n \n  image:\n    tag: "2"\n    \nb: 1\n',
    ],
    ['a quoted string', 'values: \'image: {tag: "1"}\'\n', 'values: \'image: {tag: "2"}\'\n'],
    ['the value it has', 'values: |\n  image: {tag: 2}\n', 'values: |\n  image: {tag: 2}\n'],
  ])('changes the lines of %s only', (_name, before, after) => {
    expect(edit(before)).toBe(after);
  });
});
