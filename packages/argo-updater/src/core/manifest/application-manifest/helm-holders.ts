import { readYaml } from '@towline/shared/yaml';
import type { KeyedValue } from '../keyed/keyed-values.js';
import { findNamed } from '../lists/named-list.js';
import { listPaths, type SectionItem } from '../lists/section.js';
import { placeOfKey, type ValuesDocument, valueOfKey } from '../values/values-document.js';
import { asMap, valueAt } from '../yaml-value.js';
import type { ApplicationManifest } from './find-application.js';

/** The parts of the Helm section of a source that can hold a key, by what Argo CD heeds first: parameters, then one kind of values. */
export interface HelmHolders {
  readonly parameters: readonly SectionItem[];
  /** Inline values as a tree. */
  readonly valuesObject: ValuesDocument | undefined;
  /** Inline values as text, which are not read where there is a tree. */
  readonly values: ValuesDocument | undefined;
}

/** Which part holds a key. */
export type HolderName = 'parameters' | 'valuesObject' | 'values';

/** Opens the Helm section of a source. Throws a `YamlError` where its values are no YAML. */
export function openHelmHolders(
  { file, document, index }: Pick<ApplicationManifest, 'file' | 'document' | 'index'>,
  source: readonly (string | number)[],
  parameters: readonly SectionItem[],
): HelmHolders {
  const tree = [...source, 'helm', 'valuesObject'];
  const text = document.textOf([...source, 'helm', 'values']);
  const hasTree = asMap(valueAt(document.value, tree)) !== undefined;
  return {
    parameters,
    valuesObject: hasTree ? { file, document, index, base: tree } : undefined,
    values: hasTree || !text ? undefined : { file, document: readYaml(text)[0], base: [] },
  };
}

/** The part that holds a key now; `parameters` where none does, for those win over all others. */
export function holderOf(holders: HelmHolders, key: string): HolderName {
  if (findNamed(holders.parameters, key) !== -1) return 'parameters';
  const inValues = (values: ValuesDocument | undefined) => values && placeOfKey(values, key).kind === 'found';
  if (inValues(holders.valuesObject)) return 'valuesObject';
  return inValues(holders.values) ? 'values' : 'parameters';
}

/** What a key says. */
export function textOfKey(holders: HelmHolders, key: string): string | undefined {
  const name = holderOf(holders, key);
  if (name === 'parameters') return holders.parameters[findNamed(holders.parameters, key)]?.value;
  const values = holders[name];
  return values && valueOfKey(values, key);
}

/** The way to a key from the source on; to the string that holds it, for values that are text. */
export function pathOfKey(holders: HelmHolders, key: string): readonly (string | number)[] {
  const name = holderOf(holders, key);
  if (name === 'values') return ['helm', 'values'];
  if (name === 'parameters') {
    const index = findNamed(holders.parameters, key);
    return index === -1 ? listPaths.helm : [...listPaths.helm, index, 'value'];
  }
  const place = holders.valuesObject && placeOfKey(holders.valuesObject, key);
  return ['helm', 'valuesObject', ...(place?.kind === 'found' ? place.path : [key])];
}

/** The values by the part that holds their keys. */
export function byHolder(
  holders: HelmHolders,
  values: readonly KeyedValue[],
): Readonly<Record<HolderName, readonly KeyedValue[]>> {
  const of = (name: HolderName) => values.filter(({ key }) => holderOf(holders, key) === name);
  return { parameters: of('parameters'), valuesObject: of('valuesObject'), values: of('values') };
}
