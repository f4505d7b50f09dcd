/** A value as a Go template sees it. `undefined` is a missing map key, `null` is nil; a Go struct is a {@link Struct}. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | ReadonlyMap<string | number | Struct, Value>
  | Struct;

/** A Go struct: fields by name in their order, and what it prints as where it has a `String` method. */
export class Struct {
  readonly fields: Readonly<Record<string, Value>>;
  readonly text: string | undefined;

  constructor(fields: Readonly<Record<string, Value>>, text?: string) {
    this.fields = fields;
    this.text = text;
  }
}

/** Whether the value is a Go map. */
export function isMap(value: Value): value is ReadonlyMap<string | number | Struct, Value> {
  return value instanceof Map;
}

/** Whether the value is a Go slice. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Go's notion of truth in `if`, `with`, `and`, `or`: not the zero value, and not empty. */
export function isTrue(value: Value): boolean {
  if (value === null || value === undefined) return false;
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return value.size > 0;
  return value instanceof Struct || Boolean(value);
}

/** Keys of a map in the order Go visits them: numbers by value, text by bytes, structs field by field. */
export function sortedKeys(map: ReadonlyMap<string | number | Struct, Value>): readonly (string | number | Struct)[] {
  return [...map.keys()].sort(compareKeys);
}

function compareKeys(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof Struct && b instanceof Struct) {
    for (const name of Object.keys(a.fields)) {
      const order = compareKeys(a.fields[name], b.fields[name]);
      if (order !== 0) return order;
    }
    return 0;
  }
  return compareBytes(print(a), print(b));
}

/** Order of two texts by their UTF-8 bytes, as Go compares strings. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (const [i, char] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (char !== other) return (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}

/** The value as `fmt.Print` writes it (`%v`). A missing key prints as templates print it. */
export function print(value: Value): string {
  if (value === undefined) return '<no value>';
  if (value === null) return '<nil>';
  if (typeof value === 'number') return printNumber(value);
  if (isList(value)) return `[${value.map(print).join(' ')}]`;
  if (isMap(value))
    return `map[${sortedKeys(value)
      .map((key) => `${print(key)}:${print(value.get(key))}`)
      .join(' ')}]`;
  if (value instanceof Struct) return value.text ?? `{${Object.values(value.fields).map(print).join(' ')}}`;
  return String(value);
}

/** Go writes a float's exponent with a sign and two digits at least (`1e+06`), and uses it from 1e21 on. */
function printNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return value.toFixed(0);
  return String(value)
    .replace(/e([+-])(\d)$/, 'e$10$2')
    .replace('Infinity', '+Inf')
    .replace('-+', '-');
}
