import * as z from 'zod';

/** The JSON Schema of what a configuration file may say. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** One setting: a leaf of the schema. */
export interface Setting {
  readonly path: readonly string[];
  /** `registry.timeout`. */
  readonly name: string;
  readonly type: string;
  /** Undefined where it has none. */
  readonly default: unknown;
  readonly required: boolean;
  readonly meaning: string;
  /** The environment variable; undefined for settings that have no short spelling, such as lists of objects. */
  readonly variable: string | undefined;
  /** Names by which other programs know it: read in this order where `variable` is not set. */
  readonly otherVariables: readonly string[];
  /** The flag, without its dashes. */
  readonly flag: string | undefined;
  readonly schema: JsonSchema;
}

/** The schema of a configuration: a `z.strictObject` of settings and of further strict objects. */
export type ConfigSchema = z.ZodType;

const jsonSchemas = new WeakMap<ConfigSchema, JsonSchema>();

/** The JSON Schema of a configuration file, for editors. Made once: every command reads its options from it. */
export function configJsonSchema(schema: ConfigSchema): JsonSchema {
  const made = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { io: 'input' });
  jsonSchemas.set(schema, made);
  return made;
}

/** The keys that may stand in the map at a path; none where the schema does not say. */
export function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  const node = path.reduce<JsonSchema | undefined>((above, step) => {
    const below = typeof step === 'number' ? above?.items : above?.properties?.[String(step)];
    return isSchema(below) ? below : undefined;
  }, schema);
  return Object.keys(node?.properties ?? {});
}

/**
 * Every setting of a schema, in its order. A variable is the path behind `prefix` (`TOWLINE_REGISTRY_TIMEOUT`), a flag the path with dashes
 * (`registry-timeout`); `.meta({ 'x-variable': …, 'x-flag': … })` names others, and `'x-other-variables': […]` more. Throws a `TypeError` for an object that would take any key.
 */
export function listSettings(schema: ConfigSchema, prefix: string): readonly Setting[] {
  return settingsBelow(configJsonSchema(schema), [], prefix);
}

function settingsBelow(node: JsonSchema, path: readonly string[], prefix: string): readonly Setting[] {
  if (node.additionalProperties !== false)
    throw new TypeError(`${path.join('.') || 'The schema'} is to be a strictObject`);
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    if (typeof child === 'boolean') return [];
    const below = [...path, key];
    if (child.type === 'object' && child.properties !== undefined) return settingsBelow(child, below, prefix);
    return [settingOf(child, { path: below, prefix, required: node.required?.includes(key) ?? false })];
  });
}

function settingOf(
  schema: JsonSchema,
  { path, prefix, required }: { readonly path: readonly string[]; readonly prefix: string; readonly required: boolean },
): Setting {
  const words = path.flatMap((key) =>
    key
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[-_.]/),
  );
  const short = hasShortSpelling(schema);
  return {
    path,
    name: path.join('.'),
    type: typeOf(schema),
    default: schema.default,
    required,
    meaning: schema.description ?? '',
    variable: short ? named(schema['x-variable'], [prefix, ...words].join('_').toUpperCase()) : undefined,
    otherVariables: short ? textsOf(schema['x-other-variables']) : [],
    flag: short ? named(schema['x-flag'], words.join('-')) : undefined,
    schema,
  };
}

function named(given: unknown, usual: string): string {
  return typeof given === 'string' ? given : usual;
}

function textsOf(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.map(String) : [];
}

/** Whether a value can be written as one word, or as several with commas between them. */
function hasShortSpelling(schema: JsonSchema): boolean {
  if (schema.type === 'array')
    return isSchema(schema.items) && hasShortSpelling(schema.items) && schema.items.type !== 'array';
  return schema.type !== 'object' && schema.oneOf === undefined && schema.allOf === undefined;
}

function typeOf(schema: JsonSchema): string {
  if (typeof schema['x-type'] === 'string') return schema['x-type'];
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.type === 'array') return isSchema(schema.items) ? `list of ${typeOf(schema.items)}` : 'list';
  if (schema.type === 'object') return 'map';
  const { type = 'one of several forms' } = schema;
  return Array.isArray(type) ? type.join(' or ') : type;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
