import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.js';

/** The part of a CRD's structural schema that the fake understands. CEL rules (x-kubernetes-validations) are not evaluated. */
export interface StructuralSchema {
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, StructuralSchema>> | undefined;
  readonly additionalProperties?: boolean | StructuralSchema | undefined;
  readonly items?: StructuralSchema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly enum?: readonly Json[] | undefined;
  readonly default?: Json | undefined;
  readonly nullable?: boolean | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean | undefined;
  readonly 'x-kubernetes-int-or-string'?: boolean | undefined;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map' | undefined;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[] | undefined;
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular' | undefined;
}

/** The schema of one member of an object; undefined where the object's schema says nothing about it. */
export function schemaOfKey(schema: StructuralSchema | undefined, key: string): StructuralSchema | undefined {
  const { properties, additionalProperties } = schema ?? {};
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/**
 * The value as the API server would store it: fields that the schema does not know are dropped, as are nulls where null is not allowed,
 * and defaults are filled in.
 */
export function normalise(schema: StructuralSchema, value: Json): Json {
  if (isJsonArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => normalise(items, item));
  }
  return isJsonObject(value) ? normaliseObject(schema, value) : value;
}

function normaliseObject(schema: StructuralSchema, value: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const known = schemaOfKey(schema, key);
    if (known !== undefined) {
      if (member === null && known.nullable !== true) continue;
      result[key] = normalise(known, member);
    } else if (keepsUnknown(schema)) {
      result[key] = member;
    }
  }
  for (const [key, known] of Object.entries(schema.properties ?? {})) {
    if (known.default !== undefined && !Object.hasOwn(result, key)) result[key] = known.default;
  }
  return result;
}

function keepsUnknown(schema: StructuralSchema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
}
