import { describe, expect, it } from '@jest/globals';
import type { Json } from './json.js';
import { schemaViolations } from './schema-violations.js';
import { normalise, type StructuralSchema } from './structural-schema.js';

const field = (schema: StructuralSchema): StructuralSchema => ({ type: 'object', properties: { f: schema } });

describe('a value that breaks its schema', () => {
  it.each<[string, StructuralSchema, Json, string]>([
    ['type', { type: 'boolean' }, 'x', 'f in body must be of type boolean: "string"'],
    ['type of a number', { type: 'integer' }, 1.5, 'f in body must be of type integer: "number"'],
    [
      'int or string',
      { 'x-kubernetes-int-or-string': true },
      true,
      'f in body must be of type integer,string: "boolean"',
    ],
    ['enum', { type: 'string', enum: ['a', 'b'] }, 'c', 'Unsupported value: "c": supported values: "a", "b"'],
    ['minLength', { type: 'string', minLength: 2 }, 'é', 'f in body should be at least 2 chars long'],
    ['maxLength', { type: 'string', maxLength: 1 }, 'ab', 'f in body may not be more than 1 chars long'],
    ['pattern', { type: 'string', pattern: '^a$' }, 'b', "f in body should match '^a$'"],
    [
      'date-time',
      { type: 'string', format: 'date-time' },
      'yesterday',
      'f in body must be of type date-time: "yesterday"',
    ],
    ['minimum', { type: 'integer', minimum: 0 }, -1, 'f in body should be greater than or equal to 0'],
    ['maximum', { type: 'integer', maximum: 1 }, 2, 'f in body should be less than or equal to 1'],
    ['minItems', { type: 'array', minItems: 1 }, [], 'f in body should have at least 1 items'],
    ['maxItems', { type: 'array', maxItems: 0 }, [1], 'f in body should have at most 0 items'],
  ])('by its %s is named with the rule', (_rule, schema, value, message) => {
    const [violation, ...more] = schemaViolations(field(schema), { f: value });
    expect([violation?.field, more]).toEqual(['f', []]);
    expect(violation?.message).toContain(message);
  });

  it('is named by its place in lists and maps', () => {
    const schema = field({
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'object', required: ['x'] } },
    });
    const value = { f: { 'a.b/c': [{ x: 1 }, {}] } };
    expect(schemaViolations(schema, value).map((violation) => violation.field)).toEqual(['f[a.b/c][1].x']);
  });

  it.each<[string, StructuralSchema, Json]>([
    ['a whole number where a number is wanted', { type: 'number' }, 1],
    ['a number or text', { 'x-kubernetes-int-or-string': true }, '50%'],
    ['null where it may be', { type: 'string', nullable: true }, null],
    ['a time with a zone', { type: 'string', format: 'date-time' }, '2026-01-01T00:00:00.5+02:00'],
  ])('is not %s', (_what, schema, value) => {
    expect(schemaViolations(field(schema), { f: value })).toEqual([]);
  });
});

describe('normalising', () => {
  it('drops what the schema does not know, deeply, and null where it may not be', () => {
    const schema = field({ type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } });
    expect(normalise(schema, { f: [{ a: 'x', b: 1 }, { a: null }], g: 1 })).toEqual({ f: [{ a: 'x' }, {}] });
  });

  it('keeps everything below what preserves unknown fields', () => {
    const schema = field({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
    expect(normalise(schema, { f: { any: { thing: 1 } } })).toEqual({ f: { any: { thing: 1 } } });
  });

  it('fills in defaults only where their object is there', () => {
    const inner: StructuralSchema = { type: 'object', properties: { d: { type: 'boolean', default: true } } };
    expect(normalise(field(inner), {})).toEqual({});
    expect(normalise(field(inner), { f: {} })).toEqual({ f: { d: true } });
    expect(normalise(field(inner), { f: { d: false } })).toEqual({ f: { d: false } });
  });
});
