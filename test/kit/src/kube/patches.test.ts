import { describe, expect, it } from '@jest/globals';
import type { Json } from './json.js';
import { applyJsonPatch } from './json-patch.js';
import { applyMergePatch, applyStrategicMergePatch } from './merge-patch.js';

describe('a JSON patch', () => {
  it.each<[string, Json, readonly unknown[], Json]>([
    ['adds a member', { a: 1 }, [{ op: 'add', path: '/b', value: [2] }], { a: 1, b: [2] }],
    ['inserts into a list', { a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
    ['appends to a list', { a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    ['replaces an item', { a: [1, 2] }, [{ op: 'replace', path: '/a/0', value: 9 }], { a: [9, 2] }],
    ['removes an item', { a: [1, 2] }, [{ op: 'remove', path: '/a/0' }], { a: [2] }],
    [
      'changes what is in an item',
      { a: [{ b: 1 }] },
      [{ op: 'add', path: '/a/0/c', value: 2 }],
      { a: [{ b: 1, c: 2 }] },
    ],
    ['moves', { a: { b: 1 } }, [{ op: 'move', from: '/a/b', path: '/c' }], { a: {}, c: 1 }],
    ['copies', { a: 1 }, [{ op: 'copy', from: '/a', path: '/b' }], { a: 1, b: 1 }],
    [
      'unescapes its paths',
      { 'x/y': { '~': 1 } },
      [{ op: 'replace', path: '/x~1y/~0', value: 2 }],
      { 'x/y': { '~': 2 } },
    ],
    ['sets null', { a: 1 }, [{ op: 'replace', path: '/a', value: null }], { a: null }],
    [
      'takes a test of any order of keys',
      { a: { b: 1, c: 2 } },
      [{ op: 'test', path: '/a', value: { c: 2, b: 1 } }],
      { a: { b: 1, c: 2 } },
    ],
  ])('%s', (_title, document, patch, expected) => {
    expect(applyJsonPatch(document, patch)).toEqual(expected);
  });

  it.each<[string, Json, unknown, number]>([
    ['a test that fails', { a: 1 }, [{ op: 'test', path: '/a', value: 2 }], 422],
    ['an index behind the end', { a: [] }, [{ op: 'add', path: '/a/1', value: 1 }], 422],
    ['an index that is none', { a: [1] }, [{ op: 'add', path: '/a/x', value: 1 }], 422],
    ['a missing parent', {}, [{ op: 'add', path: '/a/b', value: 1 }], 422],
    ['a replacement of nothing', {}, [{ op: 'replace', path: '/a', value: 1 }], 422],
    ['a path without a slash', { a: 1 }, [{ op: 'remove', path: 'a' }], 422],
    ['an operation that there is not', {}, [{ op: 'fly', path: '/a' }], 422],
    ['something that is no list', {}, { op: 'add' }, 400],
  ])('refuses %s', (_title, document, patch, code) => {
    expect(() => applyJsonPatch(document, patch)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a merge patch', () => {
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [['a'], { a: 1 }, { a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{ a: 'foo' }, 'bar', 'bar'],
  ])('makes of %j and %j the document %j', (target, patch, expected) => {
    expect(applyMergePatch(target, patch)).toEqual(expected);
  });
});

describe('a strategic merge patch', () => {
  it.each([
    ['merges maps', { data: { a: '1' } }, { data: { b: '2' } }, { data: { a: '1', b: '2' } }],
    ['deletes by null', { data: { a: '1', b: '2' } }, { data: { a: null } }, { data: { b: '2' } }],
    ['replaces a map on demand', { data: { a: '1' } }, { data: { $patch: 'replace', b: '2' } }, { data: { b: '2' } }],
    ['adds finalizers once', { finalizers: ['a'] }, { finalizers: ['a', 'b'] }, { finalizers: ['a', 'b'] }],
    [
      'merges owners by uid',
      { ownerReferences: [{ uid: '1', name: 'a' }] },
      { ownerReferences: [{ uid: '1', name: 'b' }] },
      { ownerReferences: [{ uid: '1', name: 'b' }] },
    ],
    [
      'deletes an owner on demand',
      { ownerReferences: [{ uid: '1' }, { uid: '2' }] },
      { ownerReferences: [{ uid: '1', $patch: 'delete' }] },
      { ownerReferences: [{ uid: '2' }] },
    ],
    ['replaces any other list', { items: [1] }, { items: [2] }, { items: [2] }],
  ])('%s', (_title, target, patch, expected) => {
    expect(applyStrategicMergePatch(target, patch)).toEqual(expected);
  });
});
