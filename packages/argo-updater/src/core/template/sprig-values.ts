import type { TemplateFunctions } from './functions.js';
import { list, number, text, wrongArgument } from './functions.js';
import { isList, isMap, isTrue, print, Struct, sortedKeys, type Value } from './value.js';

/** The functions of sprig on defaults, numbers, lists and maps that need neither a clock, an environment nor randomness. */
export const sprigValues: TemplateFunctions = Object.freeze({
  default: (fallback: Value, value: Value) => (isTrue(value) ? value : fallback),
  coalesce: (...values: readonly Value[]) => values.find(isTrue) ?? null,
  ternary: (yes: Value, no: Value, condition: Value) => (condition === true ? yes : no),
  empty: (value: Value) => !isTrue(value),
  add: (...values: readonly Value[]) => values.map(integer).reduce((sum, value) => sum + value, 0),
  add1: (value: Value) => integer(value) + 1,
  sub: (a: Value, b: Value) => integer(a) - integer(b),
  mul: (...values: readonly Value[]) => values.map(integer).reduce((product, value) => product * value, 1),
  div: (a: Value, b: Value) => Math.trunc(integer(a) / divisor(b)),
  mod: (a: Value, b: Value) => integer(a) % divisor(b),
  max: (...values: readonly Value[]) => Math.max(...values.map(integer)),
  min: (...values: readonly Value[]) => Math.min(...values.map(integer)),
  ceil: (value: Value) => Math.ceil(decimal(value)),
  floor: (value: Value) => Math.floor(decimal(value)),
  round: (value: Value, digits: Value) => Math.round(decimal(value) * 10 ** number(digits)) / 10 ** number(digits),
  int: (value: Value) => integer(value),
  int64: (value: Value) => integer(value),
  float64: (value: Value) => decimal(value),
  atoi: (value: Value) => integer(value),
  list: (...values: readonly Value[]) => values,
  first: (value: Value) => list(value)[0],
  last: (value: Value) => list(value).at(-1),
  rest: (value: Value) => list(value).slice(1),
  initial: (value: Value) => list(value).slice(0, -1),
  append: (value: Value, item: Value) => [...list(value), item],
  prepend: (value: Value, item: Value) => [item, ...list(value)],
  concat: (...values: readonly Value[]) => values.flatMap(list),
  reverse: (value: Value) => [...list(value)].reverse(),
  uniq: (value: Value) => list(value).filter((item, i, all) => all.findIndex((other) => same(other, item)) === i),
  without: (value: Value, ...gone: readonly Value[]) =>
    list(value).filter((item) => !gone.some((other) => same(other, item))),
  compact: (value: Value) => list(value).filter(isTrue),
  has: (item: Value, value: Value) => list(value ?? []).some((other) => same(other, item)),
  dict: (...entries: readonly Value[]) => new Map(pairs(entries)),
  get: (map: Value, key: Value) => mapOf(map).get(text(key)) ?? '',
  hasKey: (map: Value, key: Value) => mapOf(map).has(text(key)),
  keys: (...maps: readonly Value[]) => maps.flatMap((map) => [...sortedKeys(mapOf(map))]),
  values: (map: Value) => sortedKeys(mapOf(map)).map((key) => mapOf(map).get(key)),
  toJson: (value: Value) => JSON.stringify(plain(value)),
});

function integer(value: Value): number {
  return Math.trunc(decimal(value));
}

function decimal(value: Value): number {
  if (typeof value === 'string') return Number(value.trim() || 0) || 0;
  return typeof value === 'boolean' ? Number(value) : number(value);
}

function divisor(value: Value): number {
  const by = integer(value);
  if (by === 0) throw wrongArgument(value, 'a divisor other than 0');
  return by;
}

function mapOf(value: Value): ReadonlyMap<string | number | Struct, Value> {
  if (isMap(value)) return value;
  throw wrongArgument(value, 'a map');
}

function pairs(entries: readonly Value[]): [string, Value][] {
  const found: [string, Value][] = [];
  for (let i = 0; i < entries.length; i += 2) found.push([print(entries[i]), entries[i + 1] ?? '']);
  return found;
}

function same(a: Value, b: Value): boolean {
  return typeof a === typeof b && (a === b || JSON.stringify(plain(a)) === JSON.stringify(plain(b)));
}

/** The value as JSON sees it. */
function plain(value: Value): unknown {
  if (isList(value)) return value.map(plain);
  if (isMap(value)) return Object.fromEntries(sortedKeys(value).map((key) => [print(key), plain(value.get(key))]));
  if (value instanceof Struct) {
    return Object.fromEntries(Object.entries(value.fields).map(([name, field]) => [name, plain(field)]));
  }
  return value ?? null;
}
