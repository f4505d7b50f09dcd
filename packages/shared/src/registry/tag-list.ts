import type { ListedTag } from './image-source.js';

/** Tags in the order of their listing. An array is one; a long listing makes its tags when they are looked at. */
export interface TagList extends Iterable<ListedTag> {
  readonly length: number;
}

/** The tags of several lists, one after the other. */
export function joinTagLists(lists: readonly TagList[]): TagList {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    *[Symbol.iterator]() {
      for (const list of lists) yield* list;
    },
  };
}
