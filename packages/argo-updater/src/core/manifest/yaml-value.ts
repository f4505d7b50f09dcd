import type { YamlDocument } from '@towline/shared/yaml';

/** A map of a document, or undefined for any other value. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isMap(value) ? value : undefined;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of a document; undefined for any other value. */
export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Whether a value is a scalar. Null is one: it is what a key without a value has. */
export function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

/** The value at a path, through lists and maps; undefined where there is none. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof step === 'number') return asList(value)?.[step];
    const map = asMap(value);
    return map && Object.hasOwn(map, step) ? map[step] : undefined;
  }, root);
}

/** The value of the first document that has any: what Helm, Kustomize and Argo CD read of a file with one document. */
export function filledDocument(documents: readonly YamlDocument[]): YamlDocument | undefined {
  return documents.find(({ value }) => value !== null) ?? documents[0];
}
