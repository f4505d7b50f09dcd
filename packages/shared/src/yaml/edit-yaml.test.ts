import { describe, expect, it } from '@jest/globals';
import { editYaml, type YamlEdit, type YamlError, type YamlPath } from './index.js';

const set = (path: YamlPath, more: Partial<Extract<YamlEdit, { path: YamlPath; kind: 'set' }>> = {}): YamlEdit => ({
  kind: 'set',
  path,
  value: 'new',
  ...more,
});

const refusalOf = (text: string, edit: YamlEdit): YamlError => {
  try {
    editYaml(text, [edit]);
  } catch (error) {
    return error as YamlError;
  }
  throw new Error('the edit was expected to be refused');
};

describe('editYaml refuses', () => {
  it.each<[string, string, YamlEdit, string, string]>([
    ['a missing key', 'a: 1\nb:\n  c: 2\n', set(['b', 'x']), 'yaml-path-not-found', '3:3'],
    ['a missing item', 'a: [1]\n', set(['a', 5], { create: true }), 'yaml-path-not-found', '1:4'],
    ['a key in a list', 'a:\n- b\n', set(['a', 'b']), 'yaml-not-a-collection', '2:1'],
    ['a key in a scalar', 'image: x\n', set(['image', 'tag'], { create: true }), 'yaml-not-a-collection', '1:8'],
    ['an index in a map', 'a: {b: 1}\n', set(['a', 0]), 'yaml-not-a-collection', '1:4'],
    ['a map for a scalar', 'a:\n  b: 1\n', set(['a']), 'yaml-not-a-scalar', '2:3'],
    ['a scalar for a map', 'a: 1\n', set(['a'], { value: { b: 1 }, create: true }), 'yaml-not-a-scalar', '1:4'],
    ['a duplicate key on the way', 'a: 1\nb: 2\na: 3\n', set(['a']), 'yaml-ambiguous', '3:1'],
    ['two items that fit', '- n: x\n- n: x\n', set([{ where: { n: 'x' } }, 'v']), 'yaml-ambiguous', '2:3'],
    ['the way through an alias', 'a: &x {t: 1}\nb: *x\n', set(['b', 't']), 'yaml-alias', '2:4'],
    ['a value with a type tag', 'a: !!float 1.0\n', set(['a']), 'yaml-tag', '1:12'],
    ['an encrypted value', 'a: !vault xyz\n', set(['a']), 'yaml-tag', '1:11'],
    ['a key without a colon', '? a\nb: 1\n', set(['a', 'c'], { create: true }), 'yaml-not-editable', '1:3'],
    ['a text that is no YAML', 'a: 1\nb: {\n', set(['a']), 'yaml-syntax', '3:1'],
    ['a Helm template', '{{- if .x }}\na: 1\n{{- end }}\n', set(['a']), 'yaml-syntax', '1:3'],
    ['a document beyond the last', 'a: 1\n', set(['a'], { document: 1 }), 'yaml-document-not-found', '1:1'],
    ['several documents without a choice', 'a: 1\n---\na: 2\n', set(['a']), 'yaml-document-not-found', '2:1'],
    ['a predicate that fits none', 'a: 1\n', set(['a'], { document: () => false }), 'yaml-document-not-found', '1:1'],
    [
      'to fill a document in the middle',
      '---\n---\na: 1\n',
      set(['b'], { document: 0, create: true }),
      'yaml-not-editable',
      '1:1',
    ],
    ['to fill an empty list item', '-\n- b\n', set([0, 'c'], { create: true }), 'yaml-not-editable', '1:2'],
    [
      'to cut a comment out of a flow map',
      'a: {b: 1, # c\n  d: 2}\n',
      { kind: 'delete', path: ['a', 'b'] },
      'yaml-not-editable',
      '1:1',
    ],
    ['to delete a document', 'a: 1\n', { kind: 'delete', path: [] }, 'yaml-not-editable', '1:1'],
    ['to append to a map', 'a: {b: 1}\n', { kind: 'append', path: ['a'], value: 1 }, 'yaml-not-a-collection', '1:4'],
    ['an offset without a scalar', 'a: b\n', { kind: 'set', at: 1, value: 'x' }, 'yaml-path-not-found', '1:2'],
  ])('%s', (_what, text, edit, code, position) => {
    const error = refusalOf(text, edit);
    expect([error.code, `${error.line}:${error.column}`]).toEqual([code, position]);
  });

  it('names every place where a text is no YAML', () => {
    const { findings } = refusalOf('a: "x\\q"\nb: \'y\' z\n', set(['a']));
    expect(findings.map(({ line, column }) => `${line}:${column}`)).toEqual(['1:6', '2:8']);
  });

  it('aliases that multiply without bound', () => {
    const bomb = [
      'a: &a [x,x]',
      ...Array.from('bcdefghijk', (key, i) => {
        const before = String.fromCharCode(key.charCodeAt(0) - 1);
        return `${key}: &${key} [${i}, ${Array(9).fill(`*${before}`).join(', ')}]`;
      }),
    ].join('\n');
    expect(refusalOf(bomb, set(['new'], { create: true })).code).toBe('yaml-alias');
  });

  it('nesting that is too deep to parse', () => {
    expect(refusalOf('['.repeat(200_000), set(['a'])).code).toBe('yaml-syntax');
  });

  it('changes nothing of a text when one of its edits is refused', () => {
    expect(() => editYaml('a: 1\n', [set(['a']), set(['b'])])).toThrow('There is no b');
  });
});

describe('editYaml', () => {
  it('tells what it changed, and where', () => {
    const text = 'a: 1\nimages:\n- name: x\n  tag: v1\n';
    const { changes } = editYaml(text, [
      set(['images', { where: { name: 'x' } }, 'tag']),
      set(['a'], { value: '1' }),
      set(['b'], { create: true }),
    ]);
    expect(changes).toEqual([
      { document: 0, path: ['images', 0, 'tag'], from: 'v1', line: 4, column: 8 },
      { document: 0, path: ['b'], from: undefined, line: 1, column: 1 },
    ]);
  });

  it('finds a document by what it reads as', () => {
    const document = (value: unknown) => JSON.stringify(value).includes('"B"');
    const { text } = editYaml('kind: A\nx: 1\n---\nkind: B\nx: 1\n', [set(['x'], { document })]);
    expect(text).toBe('kind: A\nx: 1\n---\nkind: B\nx: new\n');
  });

  it('lets a later edit see what an earlier one did', () => {
    const edits = [
      set([0, 'name'], { value: 'b' }),
      set([{ where: { name: 'b' } }, 'tag']),
      set([0, 'tag'], { value: 'newer' }),
    ];
    expect(editYaml('- name: a\n  tag: 1\n', edits).text).toBe('- name: b\n  tag: newer\n');
  });

  it('sets by offset what a duplicate key makes ambiguous by path', () => {
    expect(editYaml('a: 1\na: 2\n', [{ kind: 'set', at: 8, value: 'x' }]).text).toBe('a: 1\na: x\n');
  });

  it('takes no offset of a text that it has changed', () => {
    const edits: YamlEdit[] = [set(['new'], { create: true }), { kind: 'set', at: 3, value: 'x' }];
    expect(() => editYaml('a: 1\n', edits)).toThrow('An offset is that of the given text');
  });
});
