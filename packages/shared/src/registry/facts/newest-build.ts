import { mapConcurrently } from '../../async/index.js';
import { latestBuildTime } from '../format/build-time.js';

/** Something whose build time may have to be read. */
export interface Dated {
  /** When the registry received it; undefined where nobody knows. */
  readonly pushedAt?: number | undefined;
}

/** How build times are had. Undefined from either: there is none. */
export interface BuildTimeReader<Item> {
  /** Free of cost: undefined also where it would have to be asked for. */
  known(item: Item): Promise<number | undefined>;
  /** By requests. */
  read(item: Item, signal: AbortSignal): Promise<number | undefined>;
}

/**
 * The build times of as many items as it takes to be sure of the newest: of every item that is left out it is certain that it is
 * older. An image is built before it is pushed, so the walk goes by push time, newest first, and ends where no later push can hold a
 * newer build. A build time after its push is a clock that ran ahead: it counts as the push time, so that the answer does not depend on
 * what happened to be read before. Items without push time are all read; so is everything where all builds say 1970, since nothing
 * ends such a walk early.
 */
export async function walkNewestBuild<Item extends Dated>(
  items: readonly Item[],
  reader: BuildTimeReader<Item>,
  options: { readonly concurrency: number; readonly signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<Item, number>> {
  const times = new Map<Item, number>();
  let newest = Number.NEGATIVE_INFINITY;
  const learn = (item: Item, time: number | undefined) => {
    if (time === undefined) return;
    const believed = Math.min(time, upperBound(item));
    times.set(item, believed);
    newest = Math.max(newest, believed);
  };

  const ordered = [...items].sort(byUpperBound);
  const undated = ordered.findIndex((item) => item.pushedAt !== undefined);
  let next = 0;
  let width = undated === -1 ? ordered.length : undated;
  while (next < ordered.length) {
    // Equal times are still open, since then the name decides.
    const isOpen = (item: Item) => upperBound(item) >= newest;
    const round = ordered.slice(next, next + width).filter(isOpen);
    const unknown = await recallAll(round, reader, learn);
    // What was known may have closed what is not.
    const unread = unknown.filter(isOpen);
    const read = await mapConcurrently(unread, options, (item, signal) => reader.read(item, signal));
    unread.forEach((item, index) => {
      learn(item, read[index]);
    });
    if (round.length < width) break;
    next += width;
    // The first push is nearly always the newest build, so the rounds start small.
    width = Math.min(options.concurrency, Math.max(1, next));
  }
  return times;
}

/** Learns what can be had for nothing, and gives the items of which nothing can. */
async function recallAll<Item extends Dated>(
  items: readonly Item[],
  reader: BuildTimeReader<Item>,
  learn: (item: Item, time: number | undefined) => void,
): Promise<readonly Item[]> {
  const known = await Promise.all(items.map((item) => reader.known(item)));
  items.forEach((item, index) => {
    learn(item, known[index]);
  });
  return items.filter((_, index) => known[index] === undefined);
}

function upperBound({ pushedAt }: Dated): number {
  return pushedAt === undefined ? Number.POSITIVE_INFINITY : latestBuildTime(pushedAt);
}

function byUpperBound(a: Dated, b: Dated): number {
  const [left, right] = [upperBound(a), upperBound(b)];
  // No subtraction: infinity minus infinity is no number.
  return left === right ? 0 : left < right ? 1 : -1;
}
