/**
 * Maps with at most `concurrency` calls in flight; the results are in the order of the items. The first failure ends it: no further
 * item is begun, the signal that the others got is aborted, and the failure is thrown once they have settled.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  options: { readonly concurrency: number; readonly signal?: AbortSignal | undefined },
  map: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failed = new AbortController();
  const signal = options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      if (signal.aborted) return;
      results[index] = await map(item, signal);
    }
  };
  const workers = Array.from({ length: Math.min(options.concurrency, items.length) }, async () => {
    try {
      await worker();
    } catch (error) {
      failed.abort(error);
    }
  });
  await Promise.all(workers);
  signal.throwIfAborted();
  return results;
}
