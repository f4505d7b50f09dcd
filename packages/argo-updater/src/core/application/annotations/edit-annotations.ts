import { editYaml, type YamlEdit } from '@towline/shared/yaml';
import type { ApplicationOrigin } from '../application.js';

/** Annotations by key; those that are undefined are taken away. */
export type AnnotationChanges = Readonly<Record<string, string | undefined>>;

/** A JSON Merge Patch of an object that makes these changes. */
export function annotationPatch(changes: AnnotationChanges): object {
  const annotations = Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value ?? null]));
  return { metadata: { annotations } };
}

/** The manifest with these changes; every other byte stays. Throws a `YamlError` where it is no YAML. */
export function editAnnotations(
  text: string,
  { document, path }: Pick<ApplicationOrigin & { readonly kind: 'manifest' }, 'document' | 'path'>,
  changes: AnnotationChanges,
): string {
  const edits = Object.entries(changes).map(([key, value]): YamlEdit => {
    const place = [...path, 'metadata', 'annotations', key];
    return value === undefined
      ? { kind: 'delete', document, path: place }
      : { kind: 'set', document, path: place, value, create: true };
  });
  return editYaml(text, edits).text;
}
