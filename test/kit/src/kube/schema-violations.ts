import { isJsonArray, isJsonObject, type Json, jsonTypeOf, sameJson } from './json.js';
import type { StatusCause } from './status-error.js';
import { type StructuralSchema, schemaOfKey } from './structural-schema.js';

/** Every way in which a value breaks its schema, in the words of the API server. The value has been normalised before. */
export function schemaViolations(schema: StructuralSchema, value: Json, field = ''): readonly StatusCause[] {
  const type = typeViolation(schema, value, field);
  if (type !== undefined) return [type];
  if (isJsonObject(value)) {
    const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key));
    return [
      ...missing.map((key) => cause('FieldValueRequired', 'Required value', join(field, key))),
      ...Object.entries(value).flatMap(([key, member]) => {
        const known = schemaOfKey(schema, key);
        return known === undefined ? [] : schemaViolations(known, member, join(field, key));
      }),
    ];
  }
  if (isJsonArray(value)) {
    const { items } = schema;
    return [
      ...boundViolations(schema, value, field),
      ...(items === undefined ? [] : value.flatMap((item, i) => schemaViolations(items, item, `${field}[${i}]`))),
    ];
  }
  return boundViolations(schema, value, field);
}

function join(field: string, key: string): string {
  if (field === '') return key;
  return /^[A-Za-z0-9_-]+$/.test(key) ? `${field}.${key}` : `${field}[${key}]`;
}

function cause(reason: string, message: string, field: string): StatusCause {
  return { reason, message, field: field === '' ? '<nil>' : field };
}

function typeViolation(schema: StructuralSchema, value: Json, field: string): StatusCause | undefined {
  const actual = jsonTypeOf(value);
  if (actual === 'null' && schema.nullable === true) return undefined;
  const allowed = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : [schema.type ?? actual];
  if (allowed.includes(actual) || (allowed.includes('number') && actual === 'integer')) return undefined;
  const wanted = allowed.join(',');
  return cause(
    'FieldValueTypeInvalid',
    `Invalid value: "${actual}": ${field} in body must be of type ${wanted}: "${actual}"`,
    field,
  );
}

function boundViolations(schema: StructuralSchema, value: Json, field: string): readonly StatusCause[] {
  const shown = JSON.stringify(value);
  const found: StatusCause[] = [];
  const refuse = (rule: string): void => {
    found.push(cause('FieldValueInvalid', `Invalid value: ${shown}: ${field} in body ${rule}`, field));
  };
  if (schema.enum !== undefined && !schema.enum.some((one) => sameJson(one, value))) {
    const supported = schema.enum.map((one) => JSON.stringify(one)).join(', ');
    found.push(cause('FieldValueNotSupported', `Unsupported value: ${shown}: supported values: ${supported}`, field));
  }
  if (typeof value === 'string') {
    const length = [...value].length;
    if (schema.minLength !== undefined && length < schema.minLength)
      refuse(`should be at least ${schema.minLength} chars long`);
    if (schema.maxLength !== undefined && length > schema.maxLength)
      refuse(`may not be more than ${schema.maxLength} chars long`);
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
      refuse(`should match '${schema.pattern}'`);
    if (schema.format === 'date-time' && !isDateTime(value)) refuse(`must be of type date-time: ${shown}`);
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum)
      refuse(`should be greater than or equal to ${schema.minimum}`);
    if (schema.maximum !== undefined && value > schema.maximum)
      refuse(`should be less than or equal to ${schema.maximum}`);
  }
  if (isJsonArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems)
      refuse(`should have at least ${schema.minItems} items`);
    if (schema.maxItems !== undefined && value.length > schema.maxItems)
      refuse(`should have at most ${schema.maxItems} items`);
  }
  return found;
}

function isDateTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}
