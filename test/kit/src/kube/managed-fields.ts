import { changedFields, type FieldSet, fromFieldsV1, leavesOf, ownershipSchema, toFieldsV1 } from './field-set.js';
import type { KubeObject, ManagedFields } from './kube-object.js';
import type { ResourceKind } from './resource-kind.js';

/** Who writes, how, and when. */
export interface Writer {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource: string | undefined;
  readonly apiVersion: string;
  readonly time: string;
}

/** Whether an entry of managedFields belongs to the writer. */
export function isWriters(entry: ManagedFields, { manager, operation, subresource }: Writer): boolean {
  return entry.manager === manager && entry.operation === operation && entry.subresource === subresource;
}

/** The fields of all entries that hold for `which`. */
export function fieldsOwnedBy(entries: readonly ManagedFields[], which: (entry: ManagedFields) => boolean): FieldSet {
  return new Set(entries.filter(which).flatMap(({ fieldsV1 }) => [...fromFieldsV1(fieldsV1)]));
}

/** The entries with the writer owning exactly `owned`, and nobody else owning anything of `taken`. */
export function assignFields(
  entries: readonly ManagedFields[],
  writer: Writer,
  { owned, taken }: { readonly owned: FieldSet; readonly taken: FieldSet },
): readonly ManagedFields[] {
  const own = entries.find((entry) => isWriters(entry, writer));
  const others = entries.flatMap((entry) => (entry === own ? [] : withoutFields(entry, taken)));
  if (owned.size === 0) return others;
  const unchanged = own !== undefined && sameSet(fromFieldsV1(own.fieldsV1), owned);
  return [...others, unchanged ? own : entryOf(writer, owned)];
}

/** The object after an update, with the writer owning every field that it changed. */
export function trackUpdate(
  kind: ResourceKind,
  writer: Writer,
  { before, after }: { readonly before: KubeObject | undefined; readonly after: KubeObject },
): KubeObject {
  const schema = ownershipSchema(kind.schema);
  const leaves = leavesOf(after, schema);
  const changed = changedFields(before === undefined ? new Map() : leavesOf(before, schema), leaves);
  const entries = after.metadata.managedFields ?? [];
  if (changed.size === 0) return after;
  const previous = fieldsOwnedBy(entries, (entry) => isWriters(entry, writer));
  const owned = new Set([...previous, ...changed].filter((path) => leaves.has(path)));
  const managedFields = assignFields(entries, writer, { owned, taken: changed });
  return { ...after, metadata: { ...after.metadata, managedFields } };
}

function entryOf({ manager, operation, subresource, apiVersion, time }: Writer, owned: FieldSet): ManagedFields {
  return {
    manager,
    operation,
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(owned),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function withoutFields(entry: ManagedFields, taken: FieldSet): readonly ManagedFields[] {
  const fields = fromFieldsV1(entry.fieldsV1);
  const left = new Set([...fields].filter((path) => !taken.has(path)));
  if (left.size === fields.size) return [entry];
  return left.size === 0 ? [] : [{ ...entry, fieldsV1: toFieldsV1(left) }];
}

function sameSet(a: FieldSet, b: FieldSet): boolean {
  return a.size === b.size && [...a].every((path) => b.has(path));
}
