import { describe, expect, it } from '@jest/globals';
import { editYaml, findMarkers, parseYaml } from './index.js';

/** Understands `set: name`. */
const parse = (comment: string): string | undefined => /^set: (?<name>\w+)$/.exec(comment)?.groups?.name;
const found = (text: string) => findMarkers(text, parse).map(({ data, value, path }) => [data, value, path.join('/')]);

describe('findMarkers', () => {
  it.each([
    ['behind a value', 'a: v1 # set: x\n', [['x', 'v1', 'a']]],
    ['behind a quoted value', 'a: "v # 1"   ## set: x\r\n', [['x', 'v # 1', 'a']]],
    ['behind an anchored value', 'a: &b v1 # set: x\n', [['x', 'v1', 'a']]],
    ['behind the first key of an item', '- a: v1 # set: x\n  b: 1\n', [['x', 'v1', '0/a']]],
    ['behind an item', '- v1 # set: x\n', [['x', 'v1', '0']]],
    [
      'above an item',
      '# set: x\n- v1\n# set: y\n- v2\n',
      [
        ['x', 'v1', '0'],
        ['y', 'v2', '1'],
      ],
    ],
    ['between a key and its value', 'a:\n  # set: x\n  v1\n', [['x', 'v1', 'a']]],
    [
      'inside a flow map of many lines',
      'a: {\n b: v1, # set: x\n c: v2 # set: y\n}\n',
      [
        ['x', 'v1', 'a/b'],
        ['y', 'v2', 'a/c'],
      ],
    ],
    ['on the header of a block', 'a: | # set: x\n  v1\n', [['x', 'v1\n', 'a']]],
    ['in the second document', 'a: 1\n---\nb: v1 # set: x\n', [['x', 'v1', 'b']]],
    ['where a line ends with a lone CR', 'a: 1\rb: v1 # set: x\rc: 2\r', [['x', 'v1', 'b']]],
    ['on a value that stands under a duplicate key', 'a: 1\na: 2 # set: x\n', [['x', '2', 'a']]],
  ])('finds one %s', (_where, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    ['above a key', '# set: x\na: v1\n'],
    ['on a key with a map below', 'a: # set: x\n  b: v1\n'],
    ['behind a flow map', 'a: {b: v1} # set: x\n'],
    ['behind a flow list', 'a: [v1] # set: x\n'],
    ['behind an alias', 'a: &b v1\nc: *b # set: x\n'],
    ['behind a value that is absent', 'a: # set: x\nb: 1\n'],
    ['behind null', 'a: ~ # set: x\n'],
    ['inside a block', 'a: |\n  b: v1 # set: x\n'],
    ['inside quotes', 'a: "v1 # set: x"\n'],
    ['with more text', 'a: v1 # please set: x\n'],
    ['in a group of comments', '# why\n# set: x\n- v1\n'],
    ['behind a document that is but a scalar', 'v1 # set: x\n'],
    ['behind the last value', 'a: v1\n# set: x\n'],
  ])('finds none %s', (_where, text) => {
    expect(found(text)).toEqual([]);
  });

  it('does not parse a text without markers, which therefore may be anything', () => {
    expect(found('{{- if .x }}\na: [\n')).toEqual([]);
    expect(() => found('a: [\nb: v1 # set: x\n')).toThrow(expect.objectContaining({ code: 'yaml-syntax' }));
  });

  it('gives the offset by which the scalar is set, in a text that is parsed once', () => {
    const text = parseYaml('a: v1 # set: x\nb: [w, # set: y\n]\n');
    const edits = findMarkers(text, parse).map(({ at, data }) => ({ kind: 'set', at, value: data }) as const);
    expect(editYaml(text, edits).text).toBe('a: x # set: x\nb: ["y", # set: y\n]\n');
  });
});
