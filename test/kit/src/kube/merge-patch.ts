import { isJsonArray, isJsonObject, type Json, type JsonObject, sameJson, without } from './json.js';

/** JSON merge patch (RFC 7396): objects are merged, null deletes, everything else replaces. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result: Record<string, Json> = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

/** The lists of the built-in types that Towline patches, and how a strategic merge joins them; all others are replaced. */
const mergedLists: Readonly<Record<string, string | undefined>> = { ownerReferences: 'uid', finalizers: '' };

/**
 * Strategic merge patch, as far as Secrets, ConfigMaps, Events, Namespaces and Leases have use for it: maps are merged, null deletes,
 * `$patch: replace` and `$patch: delete` are obeyed, owner references are merged by uid and finalizers as a set.
 */
export function applyStrategicMergePatch(target: Json | undefined, patch: JsonObject): JsonObject {
  const fields = without(patch, '$patch', '$retainKeys');
  if (patch.$patch === 'delete') return {};
  if (patch.$patch === 'replace') return fields;
  const result: Record<string, Json> = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(fields)) {
    const mergeKey = mergedLists[key];
    if (value === null) delete result[key];
    else if (isJsonObject(value)) result[key] = applyStrategicMergePatch(result[key], value);
    else if (isJsonArray(value) && mergeKey !== undefined) result[key] = mergeList(result[key], value, mergeKey);
    else result[key] = value;
  }
  return result;
}

function mergeList(target: Json | undefined, patch: readonly Json[], mergeKey: string): readonly Json[] {
  const same = (a: Json, b: Json): boolean =>
    mergeKey !== '' && isJsonObject(a) && isJsonObject(b) ? sameJson(a[mergeKey], b[mergeKey]) : sameJson(a, b);
  let result: readonly Json[] = isJsonArray(target) ? target : [];
  for (const item of patch) {
    const found = result.find((other) => same(other, item));
    const others = result.filter((other) => other !== found);
    if (isJsonObject(item) && item.$patch === 'delete') result = others;
    else if (found === undefined) result = [...result, item];
    else
      result = result.map((other) =>
        other === found && isJsonObject(item) ? applyStrategicMergePatch(other, item) : other,
      );
  }
  return result;
}
