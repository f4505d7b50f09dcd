import type { JsonSchema } from './json-schema.js';
import type { PipelinePath } from './pipeline-finding.js';

/** What a schema knows of the keys of an object: their names, and what each is for. */
export type KnownKeys = ReadonlyMap<string, string>;

/** The keys that an object of the pipeline may have, the object being the one at `path` of `value`. */
export function knownKeys(schema: JsonSchema, value: unknown, path: PipelinePath): KnownKeys {
  let alternatives = resolve(schema, schema, value);
  let here = value;
  for (const step of path) {
    here = stepInto(here, step);
    alternatives = alternatives.flatMap((each) => {
      const part = partAt(each, step);
      return part === undefined ? [] : resolve(schema, part, here);
    });
  }
  return new Map(
    alternatives.flatMap(({ properties = {} }) =>
      Object.entries(properties).map(([key, each]) => [key, isSchema(each) ? (each.description ?? '') : ''] as const),
    ),
  );
}

/** The value one step further in; undefined where there is none. */
export function stepInto(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined;
}

/** The schemas without references and alternatives that a value may be of. Its `kind` tells, where it has one that exists. */
function resolve(root: JsonSchema, schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target === undefined ? [] : resolve(root, target, value);
  }
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives === undefined) return [schema];
  const all = alternatives.flatMap((each) => (isSchema(each) ? resolve(root, each, value) : []));
  const kind = stepInto(value, 'kind');
  const chosen = all.filter(({ properties }) => {
    const own = properties?.kind;
    return isSchema(own) && (own.const === kind || (kind === undefined && own.default !== undefined));
  });
  return chosen.length > 0 ? chosen : all;
}

function partAt(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') return isSchema(schema.items) ? schema.items : undefined;
  const own = schema.properties?.[step] ?? schema.additionalProperties;
  return isSchema(own) ? own : undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
