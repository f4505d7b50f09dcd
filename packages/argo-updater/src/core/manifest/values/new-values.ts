import type { YamlEdit, YamlValue } from '@towline/shared/yaml';

/** A value, and the way to it through maps. */
export interface NewValue {
  readonly path: readonly string[];
  readonly value: string;
}

/** The edits that fill an empty file with values: each key of the root is written at once, so that no value takes after its neighbours. */
export function newValueEdits(values: readonly NewValue[]): readonly YamlEdit[] {
  const roots = [...new Set(values.flatMap(({ path }) => path.slice(0, 1)))];
  return roots.map((root) => ({ kind: 'set', path: [root], value: treeBelow(values, [root]), create: true }));
}

function treeBelow(values: readonly NewValue[], way: readonly string[]): YamlValue {
  const below = values.filter(({ path }) => way.every((step, index) => path[index] === step));
  const leaf = below.findLast(({ path }) => path.length === way.length);
  if (leaf !== undefined) return leaf.value;
  const keys = [...new Set(below.flatMap(({ path }) => path.slice(way.length, way.length + 1)))];
  return Object.fromEntries(keys.map((key) => [key, treeBelow(values, [...way, key])]));
}
