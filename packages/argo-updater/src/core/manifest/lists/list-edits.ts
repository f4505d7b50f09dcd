import type { YamlDocument, YamlEdit, YamlValue } from '@towline/shared/yaml';
import { asList, asMap, valueAt } from '../yaml-value.js';
import type { ListChange } from './list-change.js';
import { forceStringKey } from './read-lists.js';
import { listPaths, type SectionItem, type SectionName } from './section.js';
import type { SectionChanges } from './section-image.js';

/** Where lists are edited. */
export interface ListPlace {
  /** What the document reads as now. */
  readonly document: YamlDocument | undefined;
  /** Its index in the file; absent for the only one. */
  readonly index?: number | undefined;
  /** The way to the source. */
  readonly base: readonly (string | number)[];
  /** How `forceString` is spelled where no item shows it. */
  readonly forceString: 'forceString' | 'forcestring';
}

/** The edits that carry out changes of the lists of a source, item by item. */
export function listEdits(place: ListPlace, changes: SectionChanges): readonly YamlEdit[] {
  return [
    ...changes.helm.flatMap((change) => itemEdits(place, 'helm', change)),
    ...changes.plugin.flatMap((change) => itemEdits(place, 'plugin', change)),
    ...changes.kustomize.map((change) => textEdit(place, change)),
  ];
}

function itemEdits(place: ListPlace, section: SectionName, change: ListChange<SectionItem>): readonly YamlEdit[] {
  const { base, index: document } = place;
  const path = [...base, ...listPaths[section]];
  const { item } = change;
  if (change.kind === 'append') {
    return [{ kind: 'append', path, value: itemValue(item, spelling(place, path)), create: true, document }];
  }
  const at = [...path, change.index];
  const edits: YamlEdit[] = [
    { kind: 'set', path: [...at, 'value'], value: item.value, create: true, document, aliases: 'follow' },
  ];
  // Without it Helm would read 1.20 as the number 1.2.
  if (item.forceString) {
    const key = forceStringKey(valueAt(place.document?.value, at)) ?? spelling(place, path);
    edits.push({ kind: 'set', path: [...at, key], value: true, create: true, document });
  }
  return edits;
}

function textEdit({ base, index: document }: ListPlace, change: ListChange<string>): YamlEdit {
  const path = [...base, ...listPaths.kustomize];
  return change.kind === 'append'
    ? { kind: 'append', path, value: change.item, create: true, document }
    : { kind: 'set', path: [...path, change.index], value: change.item, document, aliases: 'follow' };
}

/** An item as a file of its kind has it. */
export function itemValue({ name, value, forceString }: SectionItem, key: string): YamlValue {
  return forceString === undefined ? { name, value } : { name, value, [key]: forceString };
}

function spelling({ document, forceString }: ListPlace, path: readonly (string | number)[]): string {
  const items = asList(valueAt(document?.value, path)) ?? [];
  return items.map((item) => forceStringKey(asMap(item))).find((key) => key !== undefined) ?? forceString;
}
