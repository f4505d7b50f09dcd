import { candidateWithTag } from '../../policy/index.js';
import type { TagList } from '../image-source.js';

/** The tags of several lists, one after the other. */
export function joinTagLists(lists: readonly TagList[]): TagList {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    tags: lists.every(({ tags }) => tags) ? () => lists.flatMap(({ tags }) => tags?.() ?? []) : undefined,
    withTag(tag) {
      for (const list of lists) {
        const found = candidateWithTag(list, tag);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    *[Symbol.iterator]() {
      for (const list of lists) yield* list;
    },
  };
}
