import type { YamlDocument, YamlEdit, YamlValue } from '@towline/shared/yaml';
import { applyListChanges } from '../lists/list-change.js';
import { itemValue } from '../lists/list-edits.js';
import { listPaths, type SectionItem, type SectionName, type SourceLists } from '../lists/section.js';
import type { SectionChanges } from '../lists/section-image.js';
import { valueAt } from '../yaml-value.js';

/** What a list is made of that an override file does not have yet. */
export interface NewLists {
  readonly document: YamlDocument | undefined;
  readonly own: SourceLists;
  readonly carried: SourceLists;
  readonly changes: SectionChanges;
}

/** The edits that put lists into an override file for the first time, in argocd-image-updater's form: Helm parameters by name. */
export function newListEdits({ document, own, carried, changes }: NewLists): readonly YamlEdit[] {
  const list = (section: SectionName, values: () => readonly YamlValue[]): readonly YamlEdit[] => {
    if (own[section] !== undefined || changes[section].length === 0) return [];
    const path = listPaths[section];
    // A key without a value can be appended to, and cannot be set to a list.
    if (valueAt(document?.value, path) === null) return values().map((value) => ({ kind: 'append', path, value }));
    return [{ kind: 'set', path, value: values(), create: true }];
  };
  const items = (section: 'helm' | 'plugin') => applyListChanges(carried[section] ?? [], changes[section]);
  return [
    ...list('helm', () => sortByName(items('helm')).map((item) => itemValue(item, 'forcestring'))),
    ...list('plugin', () => items('plugin').map((item) => itemValue(item, 'forcestring'))),
    ...list('kustomize', () => applyListChanges(carried.kustomize ?? [], changes.kustomize)),
  ];
}

/** Items by name, in byte order of ASCII. Of equal names the first stays first. */
export function sortByName<Item extends Pick<SectionItem, 'name'>>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
