import type { Candidate } from './candidate.js';
import type { Objection } from './refusal.js';
import type { SelectionContext } from './selection-context.js';

/** A candidate that passed the filters, with the text that it is compared by: its tag, or what was extracted from it. */
export interface Item {
  readonly candidate: Candidate;
  readonly text: string;
}

/** Records why an item goes no further. */
export type Refuse = (item: Item, objection: Objection) => undefined;

/** How items are put in order. */
export interface Order<Key> {
  /** What the item is compared by; undefined, after telling `refuse`, where it cannot be. */
  key(item: Item, refuse: Refuse, context: SelectionContext): Key | undefined;
  /** Positive where `a` is newer. */
  compare(a: Key, b: Key): number;
  /** The same for items with equal keys. Must not depend on the order of the listing. */
  breakTie(a: Item, b: Item): number;
}

/** The newest item, and all items that it was compared with. */
export interface Ranked {
  readonly best: Item | undefined;
  readonly eligible: readonly Item[];
}

/** An order with its keys hidden. */
export interface Ranking {
  /** What all but the best are or do, before the best one's name: “is older than”. */
  readonly beaten: string;
  rank(items: readonly Item[], refuse: Refuse, context: SelectionContext): Ranked;
  /** Positive where `a` is newer, 0 where the order takes both for equal; undefined where either has no place in it. */
  compare(a: Item, b: Item, context: SelectionContext): number | undefined;
  /** The items that have a place in the order, the newest last. */
  sort(items: readonly Item[], context: SelectionContext): readonly Item[];
}

/** Makes a ranking of an order. One pass over the items: nothing is sorted to find the best. */
export function createRanking<Key>(order: Order<Key>, beaten: string): Ranking {
  const newer = (a: Keyed<Key>, b: Keyed<Key>): number => order.compare(a.key, b.key) || order.breakTie(a.item, b.item);
  return {
    beaten,
    rank(items, refuse, context) {
      // The keys of all but the best one so far are garbage at once: a pass judges hundreds of thousands of tags.
      let best: Keyed<Key> | undefined;
      const eligible: Item[] = [];
      for (const item of items) {
        const key = order.key(item, refuse, context);
        if (key === undefined) continue;
        eligible.push(item);
        if (best === undefined || newer({ item, key }, best) > 0) best = { item, key };
      }
      return { best: best?.item, eligible };
    },
    compare(a, b, context) {
      const [left, right] = [a, b].map((item) => order.key(item, unheard, context));
      return left === undefined || right === undefined ? undefined : order.compare(left, right);
    },
    sort: (items, context) =>
      withKeys(items, (item) => order.key(item, unheard, context))
        .sort(newer)
        .map(({ item }) => item),
  };
}

const unheard: Refuse = () => undefined;

interface Keyed<Key> {
  readonly item: Item;
  readonly key: Key;
}

function withKeys<Key>(items: readonly Item[], keyOf: (item: Item) => Key | undefined): Keyed<Key>[] {
  const keyed: Keyed<Key>[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) keyed.push({ item, key });
  }
  return keyed;
}

/** Byte order of texts, for ASCII; tags are ASCII. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
