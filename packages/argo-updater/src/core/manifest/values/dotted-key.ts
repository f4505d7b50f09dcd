import { asList, asMap, isScalar, valueAt } from '../yaml-value.js';

/** A way through a document that was walked or is to be made. */
type Path = readonly (string | number)[];

/** Where the value of a dotted key stands. */
export type KeyPlace =
  /** `path` is where it is read. It is written at `write`, which is another place where a merge key brings the value. */
  | { readonly kind: 'found'; readonly path: Path; readonly write: Path }
  | { readonly kind: 'missing'; readonly write: Path }
  /** Completes “the key cannot be used because …”. */
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Finds a key as charts name their values: `image.tag`, `sidecars[1].image`. What the dots lead to counts first, then a key of the root that
 * has dots in its own name.
 */
export function findKey(root: unknown, key: string): KeyPlace {
  const steps = parseKey(key);
  if (steps === undefined) return { kind: 'refused', problem: 'its index is not a number' };
  if (root !== null && root !== undefined && asMap(root) === undefined) {
    return { kind: 'refused', problem: 'the file is not a map of values' };
  }
  const walked = walk(root, steps);
  if (walked.kind === 'found' || !hasLiteral(root, key)) return walked;
  return { kind: 'found', path: [key], write: [key] };
}

/** The steps of a dotted key; undefined where an index is no number. */
function parseKey(key: string): Path | undefined {
  const steps: (string | number)[] = [];
  for (const part of key.split('.')) {
    const [, name = part, indexes = ''] = /^(.*?)((?:\[[^\]]*\])+)$/s.exec(part) ?? [];
    steps.push(name);
    for (const [, index = ''] of indexes.matchAll(/\[([^\]]*)\]/g)) {
      if (!/^-?\d+$/.test(index)) return undefined;
      steps.push(Number(index));
    }
  }
  return steps;
}

function hasLiteral(root: unknown, key: string): boolean {
  return Object.hasOwn(asMap(root) ?? {}, key) && isScalar(valueAt(root, [key]));
}

function walk(root: unknown, steps: Path): KeyPlace {
  const read: (string | number)[] = [];
  let value = root;
  for (const [position, step] of steps.entries()) {
    const next = take(value, step);
    if (next.kind === 'refused') return next;
    if (next.kind === 'missing') {
      const rest = steps.slice(position);
      // A list cannot be made of one index.
      if (rest.some((one) => typeof one === 'number')) return { kind: 'refused', problem: 'there is no such list' };
      return { kind: 'missing', write: steps };
    }
    read.push(...next.path);
    value = next.value;
  }
  if (!isScalar(value)) return { kind: 'refused', problem: `it leads to ${asList(value) ? 'a list' : 'a map'}` };
  return value === null ? { kind: 'missing', write: steps } : { kind: 'found', path: read, write: steps };
}

type Taken =
  | { readonly kind: 'taken'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly problem: string };

function take(value: unknown, step: string | number): Taken {
  if (value === null || value === undefined) return { kind: 'missing' };
  const list = asList(value);
  if (typeof step === 'number') {
    if (!list) return { kind: 'refused', problem: `[${step}] is looked for in something that is no list` };
    if (step < 0 || step >= list.length)
      return { kind: 'refused', problem: `[${step}] is not one of ${list.length} items` };
    return { kind: 'taken', path: [step], value: list[step] };
  }
  if (list) return { kind: 'refused', problem: `${step} is looked for in a list: give the index of an item` };
  const map = asMap(value);
  if (!map) return { kind: 'refused', problem: `${step} is looked for in a scalar` };
  if (Object.hasOwn(map, step)) return { kind: 'taken', path: [step], value: map[step] };
  return takeMerged(map, step);
}

/** A key that another map brings by `<<`. */
function takeMerged(map: Readonly<Record<string, unknown>>, step: string): Taken {
  const merged = map['<<'];
  const sources = asList(merged) ?? [merged];
  const index = sources.findIndex((source) => Object.hasOwn(asMap(source) ?? {}, step));
  if (index === -1) return { kind: 'missing' };
  const path = asList(merged) ? ['<<', index, step] : ['<<', step];
  return { kind: 'taken', path, value: asMap(sources[index])?.[step] };
}
