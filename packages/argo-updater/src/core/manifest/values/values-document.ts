import type { YamlDocument, YamlEdit } from '@towline/shared/yaml';
import type { KeyedValue } from '../keyed/keyed-values.js';
import { type Attempt, done, refused } from '../manifest-finding.js';
import { valueAt } from '../yaml-value.js';
import { findKey, type KeyPlace } from './dotted-key.js';

/** Helm values in a document: a values file, or a part of something else. */
export interface ValuesDocument {
  /** For findings. */
  readonly file: string;
  readonly document: YamlDocument | undefined;
  /** Its index in the file; absent for the only one. */
  readonly index?: number | undefined;
  /** The way to the values. */
  readonly base: readonly (string | number)[];
}

/** Where a key stands in values. */
export function placeOfKey({ document, base }: ValuesDocument, key: string): KeyPlace {
  return findKey(valueAt(document?.value, base), key);
}

/** What a key says; undefined where it says nothing. */
export function valueOfKey(values: ValuesDocument, key: string): string | undefined {
  const place = placeOfKey(values, key);
  return place.kind === 'found' ? values.document?.textOf([...values.base, ...place.path]) : undefined;
}

/** The edit that makes a key say a value; none where it says that already. Keys that are missing are made. */
export function valueEdit(
  values: ValuesDocument,
  { key, value }: Pick<KeyedValue, 'key' | 'value'>,
): Attempt<readonly YamlEdit[]> {
  const place = placeOfKey(values, key);
  if (place.kind === 'refused') return refusedKey(values, key, place.problem);
  if (place.kind === 'found' && valueOfKey(values, key) === value) return done([]);
  const path = [...values.base, ...place.write];
  return done([{ kind: 'set', path, value, create: true, aliases: 'follow', document: values.index }]);
}

function refusedKey({ file }: ValuesDocument, key: string, problem: string): Attempt<never> {
  return refused({
    code: 'image-site-missing',
    at: file,
    message: `the key ${key} cannot be used: ${problem}`,
    fix: 'Name the key as the values have it, with the index of list items: containers[0].image.',
  });
}
