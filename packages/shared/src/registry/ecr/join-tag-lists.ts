import type { TagList } from '../image-source.js';

/** The tags of several lists, one after the other. */
export function joinTagLists(lists: readonly TagList[]): TagList {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    tags: lists.every((list) => list.tags && list.at) ? () => lists.flatMap((list) => list.tags?.() ?? []) : undefined,
    at(index) {
      let before = 0;
      for (const list of lists) {
        if (index < before + list.length) return list.at?.(index - before);
        before += list.length;
      }
      return undefined;
    },
    *[Symbol.iterator]() {
      for (const list of lists) yield* list;
    },
  };
}
