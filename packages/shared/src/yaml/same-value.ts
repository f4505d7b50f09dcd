/** Whether two values that YAML reads as are the same. Values that contain themselves are compared once. */
export function sameValue(a: unknown, b: unknown, seen: WeakSet<object> = new WeakSet()): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (seen.has(a)) return true;
  seen.add(a);
  const [entries, others] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && sameValue(value, others.get(key), seen))
  );
}
