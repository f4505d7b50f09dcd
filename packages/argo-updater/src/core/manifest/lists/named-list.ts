import type { ListChange } from './list-change.js';

/** An item of `helm.parameters` or `plugin.env`. */
export interface NamedItem {
  readonly name: string;
  readonly value: string;
}

/** The changes that make a list of named items say these values. Of several items with one name all are changed: the last would win. */
export function namedChanges<Item extends NamedItem>(
  list: readonly NamedItem[],
  items: readonly Item[],
): readonly ListChange<Item>[] {
  return items.flatMap((item): readonly ListChange<Item>[] => {
    const found = list.flatMap(({ name }, index) => (name === item.name ? [index] : []));
    return found.length > 0 ? found.map((index) => ({ kind: 'set', index, item })) : [{ kind: 'append', item }];
  });
}

/** The position of the item that counts: the last with the name; -1 where none has it. */
export function findNamed(list: readonly NamedItem[], name: string): number {
  return list.findLastIndex((item) => item.name === name);
}
