/** A change of a list: an item with another value, or one more at the end. */
export type ListChange<Item> =
  | { readonly kind: 'set'; readonly index: number; readonly item: Item }
  | { readonly kind: 'append'; readonly item: Item };

/** The list after its changes. */
export function applyListChanges<Item>(list: readonly Item[], changes: readonly ListChange<Item>[]): readonly Item[] {
  const result = [...list];
  for (const change of changes) {
    if (change.kind === 'append') result.push(change.item);
    else result[change.index] = change.item;
  }
  return result;
}
