import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedFields, describePath, fromFieldsV1, leavesOf, toFieldsV1 } from './field-set.js';
import type { Json, JsonObject } from './json.js';
import { removeField } from './remove-field.js';
import type { StructuralSchema } from './structural-schema.js';

const schema: StructuralSchema = {
  properties: {
    items: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
    set: { 'x-kubernetes-list-type': 'set' },
    whole: { 'x-kubernetes-map-type': 'atomic' },
  },
};
const object: JsonObject = {
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'web', uid: 'u', labels: { team: 'a' } },
  items: [{ name: 'x', value: 1 }],
  set: ['s'],
  whole: { a: 1 },
  list: [1, 2],
};
const paths = {
  label: 'f:metadata\nf:labels\nf:team',
  itemName: 'f:items\nk:{"name":"x"}\nf:name',
  itemValue: 'f:items\nk:{"name":"x"}\nf:value',
  member: 'f:set\nv:"s"',
};

describe('the fields of an object', () => {
  it('are its leaves: keyed items and members of sets by themselves, atomic lists and maps as a whole', () => {
    expect([...leavesOf(object, schema)]).toEqual([
      [paths.itemName, 'x'],
      [paths.itemValue, 1],
      [paths.member, 's'],
      ['f:whole', { a: 1 }],
      ['f:list', [1, 2]],
      [paths.label, 'a'],
    ]);
  });

  it('leave out what only the server writes', () => {
    expect(
      leavesOf({ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'web', resourceVersion: '1' } }, schema).size,
    ).toBe(0);
  });

  it('differ where they are changed, new or gone', () => {
    const before = new Map<string, Json>(Object.entries({ same: 1, changed: 1, gone: 1 }));
    const after = new Map<string, Json>(Object.entries({ same: 1, changed: 2, fresh: 1 }));
    expect([...changedFields(before, after)].sort()).toEqual(['changed', 'fresh', 'gone']);
  });

  it('survive their notation in managedFields', () => {
    const json = fc.dictionary(
      fc.string({ minLength: 1 }).map((key) => `k${key.replaceAll('\n', '')}`),
      fc.jsonValue(),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(json, (spec) => {
        const fields = new Set(leavesOf({ spec: JSON.parse(JSON.stringify(spec)) }, {}).keys());
        expect(fromFieldsV1(toFieldsV1(fields))).toEqual(fields);
      }),
    );
  });

  it.each([
    [paths.label, '.metadata.labels.team'],
    [paths.itemValue, '.items[name="x"].value'],
    [paths.member, '.set[="s"]'],
  ])('%j is shown as %s', (path, text) => {
    expect(describePath(path)).toBe(text);
  });
});

describe('removing a field', () => {
  it.each([
    [paths.label, { ...object, metadata: { name: 'web', uid: 'u' } }],
    [paths.itemValue, { ...object, items: [{ name: 'x' }] }],
    [paths.member, { ...object, set: undefined }],
    ['f:none\nf:at\nf:all', object],
  ])('%j leaves nothing empty behind', (path, expected) => {
    expect(removeField(object, path)).toEqual(expected);
  });
});
