import { describePath, type FieldSet, fromFieldsV1, itemStep, leavesOf, ownershipSchema } from './field-set.js';
import { isJsonArray, isJsonObject, type Json, type JsonObject, sameJson } from './json.js';
import type { KubeObject, ManagedFields } from './kube-object.js';
import { assignFields, fieldsOwnedBy, isWriters, type Writer } from './managed-fields.js';
import { removeField } from './remove-field.js';
import type { ResourceKind } from './resource-kind.js';
import { applyConflict, type StatusCause } from './status-error.js';
import { type StructuralSchema, schemaOfKey } from './structural-schema.js';

interface Application {
  readonly kind: ResourceKind;
  readonly writer: Writer;
  readonly live: KubeObject;
  /** What the manager wants, and nothing else. */
  readonly applied: JsonObject;
  readonly force: boolean;
}

/**
 * Server-side apply on an existing object: the applied fields are merged in and owned by the manager; fields that it applied before and
 * now leaves out are removed where nobody else owns them. Throws 409 where another manager owns a field at another value, unless forced.
 */
export function applyServerSide({ kind, writer, live, applied, force }: Application): {
  readonly object: Json;
  readonly managedFields: readonly ManagedFields[];
} {
  const schema = ownershipSchema(kind.schema);
  const entries = live.metadata.managedFields ?? [];
  const wanted = leavesOf(applied, schema);
  const present = leavesOf(live, schema);
  const differing = new Set(
    [...wanted].filter(([path, value]) => !sameJson(present.get(path), value)).map(([path]) => path),
  );
  const conflicts = conflictsWith(entries, writer, differing);
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);

  const owned: FieldSet = new Set(wanted.keys());
  const ownBefore = fieldsOwnedBy(entries, (entry) => isWriters(entry, writer));
  const othersOwn = fieldsOwnedBy(entries, (entry) => !isWriters(entry, writer));
  const given = [...ownBefore].filter((path) => !owned.has(path) && !othersOwn.has(path));
  const object = mergeApplied(given.reduce<Json>(removeField, live), applied, schema);
  return { object, managedFields: assignFields(entries, writer, { owned, taken: differing }) };
}

function conflictsWith(entries: readonly ManagedFields[], writer: Writer, differing: FieldSet): readonly StatusCause[] {
  return entries
    .filter((entry) => !isWriters(entry, writer))
    .flatMap((entry) => {
      const { manager, operation, apiVersion } = entry;
      const using = operation === 'Apply' ? '' : ` using ${apiVersion}`;
      return [...fromFieldsV1(entry.fieldsV1)]
        .filter((path) => differing.has(path))
        .map((path) => ({
          reason: 'FieldManagerConflict',
          message: `conflict with ${JSON.stringify(manager)}${using}`,
          field: describePath(path),
        }));
    });
}

function mergeApplied(live: Json | undefined, applied: Json, schema: StructuralSchema | undefined): Json {
  if (isJsonObject(applied) && isJsonObject(live) && schema?.['x-kubernetes-map-type'] !== 'atomic') {
    const merged = Object.entries(applied).map(([key, value]) => [
      key,
      mergeApplied(live[key], value, schemaOfKey(schema, key)),
    ]);
    return { ...live, ...Object.fromEntries(merged) };
  }
  if (isJsonArray(applied) && isJsonArray(live)) return mergeList(live, applied, schema);
  return applied;
}

function mergeList(
  live: readonly Json[],
  applied: readonly Json[],
  schema: StructuralSchema | undefined,
): readonly Json[] {
  let result = live;
  for (const item of applied) {
    const step = itemStep(schema, item);
    if (step === undefined) return applied;
    const found = result.findIndex((other) => itemStep(schema, other) === step);
    result = found < 0 ? [...result, item] : result.with(found, mergeApplied(result[found], item, schema?.items));
  }
  return result;
}
