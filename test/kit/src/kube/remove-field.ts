import { separator } from './field-set.js';
import { isJsonArray, isJsonObject, type Json, sameJson, without } from './json.js';

/** A copy of a value without the leaf at a path, and without the objects and list items that this leaves empty. */
export function removeField(value: Json, path: string): Json {
  return removeAt(value, path.split(separator)) ?? {};
}

function removeAt(value: Json | undefined, [step, ...rest]: readonly string[]): Json | undefined {
  if (step === undefined || value === undefined) return undefined;
  if (isJsonObject(value) && step.startsWith('f:')) {
    const key = step.slice(2);
    const member = removeAt(value[key], rest);
    const others = without(value, key);
    if (member !== undefined) return { ...others, [key]: member };
    return Object.keys(others).length === 0 ? undefined : others;
  }
  if (!isJsonArray(value)) return value;
  const kept = value.flatMap((item) => {
    if (!matchesStep(item, step)) return [item];
    const rested = rest.length === 0 ? undefined : removeAt(item, rest);
    return rested === undefined ? [] : [rested];
  });
  return kept.length === 0 ? undefined : kept;
}

function matchesStep(item: Json, step: string): boolean {
  const wanted: unknown = JSON.parse(step.slice(2));
  if (step.startsWith('v:')) return sameJson(item, typeof wanted === 'string' ? wanted : null);
  return (
    isJsonObject(item) &&
    typeof wanted === 'object' &&
    wanted !== null &&
    Object.entries(wanted).every(([key, value]) => item[key] === value)
  );
}
