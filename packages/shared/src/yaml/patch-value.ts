import type { ConcretePath, YamlPath, YamlValue } from './yaml-path.js';

/** What an edit does to the value of a document. */
export type ValuePatch =
  | { readonly kind: 'put'; readonly path: ConcretePath; readonly value: YamlValue }
  | { readonly kind: 'delete'; readonly path: ConcretePath };

/** The value that `rest` of a path makes around a value: `['a', 'b']` around 1 is `{a: {b: 1}}`. An index has to be 0. */
export function nested(rest: YamlPath, value: YamlValue): YamlValue | undefined {
  return rest.reduceRight<YamlValue | undefined>((inner, step) => {
    if (inner === undefined) return undefined;
    if (typeof step === 'string') return { [step]: inner };
    if (typeof step === 'number') return step === 0 ? [inner] : undefined;
    const item = itemWith(step.where, inner);
    return item === undefined ? undefined : [item];
  }, value);
}

/** A list item with the fields that it is looked for by, and those of `inner`. */
export function itemWith(where: Readonly<Record<string, string>>, inner: YamlValue): YamlValue | undefined {
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined;
  return { ...where, ...inner };
}

/** The value after the patch. Anchored values are shared with their aliases, so that these change with them. */
export function patchValue(root: unknown, patch: ValuePatch): unknown {
  const key = patch.path.at(-1);
  if (key === undefined) return patch.kind === 'put' ? patch.value : null;
  const container = patch.path.slice(0, -1).reduce<unknown>((value, step) => member(value, step), root);
  if (typeof container !== 'object' || container === null) return root;
  if (patch.kind === 'put') Reflect.set(container, key, patch.value);
  else if (Array.isArray(container)) container.splice(Number(key), 1);
  else Reflect.deleteProperty(container, key);
  return root;
}

function member(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}
