import { onAbort } from './on-abort.js';

/** How {@link mapConcurrently} goes about it. */
export interface ConcurrencyOptions {
  /** Calls in flight at once. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Maps with at most `concurrency` calls in flight; the results are in the order of the items. The first failure ends it: no further
 * item is begun, the signal that the others got is aborted, and the failure is thrown once they have settled.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  { concurrency, signal: caller }: ConcurrencyOptions,
  map: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  caller?.throwIfAborted();
  const results: Result[] = [];
  const stop = new AbortController();
  const { signal } = stop;
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (signal.aborted) return;
      results[index] = await map(item, signal);
    }
  };
  // By hand: what `AbortSignal.any` makes is remembered as long as the caller's signal lives.
  const leave = onAbort(caller, () => stop.abort(caller?.reason));
  try {
    const workers = Array.from({ length: Math.min(concurrency, items.length) }, worker);
    await Promise.all(workers.map((each) => each.catch((error: unknown) => stop.abort(error))));
  } finally {
    leave();
  }
  signal.throwIfAborted();
  return results;
}
