import { isJsonArray, isJsonObject, type Json, type JsonObject, sameJson, without } from './json.js';
import { type StructuralSchema, schemaOfKey } from './structural-schema.js';

/**
 * The leaves of an object by path. A path is a list of steps in the notation of `fieldsV1`: `f:name` for a key, `k:{"alias":"web"}` for
 * an item of a list that is a map, `v:"x"` for a member of a list that is a set; here joined by newlines.
 */
export type Leaves = ReadonlyMap<string, Json>;

/** A set of the same paths. */
export type FieldSet = ReadonlySet<string>;

/** Between the steps of a path. */
export const separator = '\n';
/** What the server itself writes; no manager owns it. */
const ownMetadata = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'managedFields',
];
const metadataSchema: StructuralSchema = {
  properties: {
    finalizers: { 'x-kubernetes-list-type': 'set' },
    ownerReferences: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['uid'] },
  },
};

/** The schema of a kind with what Kubernetes knows of the metadata's lists. */
export function ownershipSchema(schema: StructuralSchema): StructuralSchema {
  return { ...schema, properties: { ...schema.properties, metadata: metadataSchema } };
}

/** Everything in an object that a manager can own. */
export function leavesOf(object: JsonObject, schema: StructuralSchema): Leaves {
  const { metadata } = object;
  const rest = without(object, 'apiVersion', 'kind', 'metadata');
  const shown = isJsonObject(metadata) ? { metadata: without(metadata, ...ownMetadata) } : {};
  const leaves = new Map<string, Json>();
  const { metadata: kept, ...others }: JsonObject = { ...rest, ...shown };
  const withoutEmpty = isJsonObject(kept) && Object.keys(kept).length > 0 ? { ...others, metadata: kept } : others;
  collect({ value: withoutEmpty, schema, path: [], leaves });
  return leaves;
}

/** The paths at which two objects differ: changed, new or gone. */
export function changedFields(before: Leaves, after: Leaves): FieldSet {
  const changed = new Set<string>();
  for (const [path, value] of after) if (!before.has(path) || !sameJson(before.get(path), value)) changed.add(path);
  for (const path of before.keys()) if (!after.has(path)) changed.add(path);
  return changed;
}

/** The set in the notation of `managedFields[].fieldsV1`. */
export function toFieldsV1(fields: FieldSet): JsonObject {
  const root: MutableTree = {};
  for (const path of fields) {
    let node = root;
    for (const step of path.split(separator)) {
      node[step] ??= {};
      node = node[step];
    }
  }
  return root;
}

/** Reads what {@link toFieldsV1} wrote. */
export function fromFieldsV1(fieldsV1: JsonObject): FieldSet {
  const fields = new Set<string>();
  const walk = (node: JsonObject, path: readonly string[]): void => {
    const steps = Object.entries(node).filter(([step]) => step !== '.');
    if (steps.length === 0 && path.length > 0) fields.add(path.join(separator));
    for (const [step, child] of steps) if (isJsonObject(child)) walk(child, [...path, step]);
  };
  walk(fieldsV1, []);
  return fields;
}

/** The path in the notation of conflict messages: `.spec.images[alias="web"].tag`. */
export function describePath(path: string): string {
  return path
    .split(separator)
    .map((step) => {
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
      const key: unknown = JSON.parse(step.slice(2));
      const pairs = Object.entries(typeof key === 'object' && key !== null ? key : {});
      return `[${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}

/** The step that leads to an item of a list; undefined where the list is atomic. */
export function itemStep(schema: StructuralSchema | undefined, item: Json): string | undefined {
  const type = schema?.['x-kubernetes-list-type'];
  if (type === 'set') return `v:${JSON.stringify(item)}`;
  if (type !== 'map' || !isJsonObject(item)) return undefined;
  const keys = [...(schema?.['x-kubernetes-list-map-keys'] ?? [])].sort();
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key] ?? null])))}`;
}

interface MutableTree {
  [step: string]: MutableTree;
}

interface Walk {
  readonly value: Json;
  readonly schema: StructuralSchema | undefined;
  readonly path: readonly string[];
  readonly leaves: Map<string, Json>;
}

function collect({ value, schema, path, leaves }: Walk): void {
  const children = childrenOf(value, schema);
  if (children.length === 0) {
    if (path.length > 0) leaves.set(path.join(separator), value);
    return;
  }
  for (const [step, child, of] of children) collect({ value: child, schema: of, path: [...path, step], leaves });
}

function childrenOf(
  value: Json,
  schema: StructuralSchema | undefined,
): readonly (readonly [string, Json, StructuralSchema | undefined])[] {
  if (isJsonObject(value)) {
    if (schema?.['x-kubernetes-map-type'] === 'atomic') return [];
    return Object.entries(value).map(([key, member]) => [`f:${key}`, member, schemaOfKey(schema, key)]);
  }
  if (!isJsonArray(value)) return [];
  return value.flatMap((item) => {
    const step = itemStep(schema, item);
    return step === undefined ? [] : [[step, item, schema?.items] as const];
  });
}
