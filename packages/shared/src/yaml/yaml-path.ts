/** A scalar as it is to be read back. */
export type YamlScalar = string | number | boolean | null;

/** A value to write: scalars, and maps and lists of them. */
export type YamlValue = YamlScalar | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** One step into a document: a key, the index of a list item, or the one item whose fields have these values. */
export type YamlStep = string | number | { readonly where: Readonly<Record<string, string>> };

/** The way from a document's root to a value. */
export type YamlPath = readonly YamlStep[];

/** A path with every item found: what a {@link YamlPath} came to. */
export type ConcretePath = readonly (string | number)[];

/** A path as messages show it: `spec.images[0].newTag`, `images[name=web]`. */
export function printPath(path: YamlPath): string {
  const printed = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    if (typeof step === 'string') return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    return `[${Object.entries(step.where)
      .map(([field, value]) => `${field}=${value}`)
      .join(',')}]`;
  });
  return printed.join('').replace(/^\./, '') || 'the root';
}
