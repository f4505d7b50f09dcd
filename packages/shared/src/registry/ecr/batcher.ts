/** Gathers what is asked for in one turn of the event loop and loads it together. */
export interface Batcher<Key, Value> {
  /** Undefined where the load brought nothing for this key. */
  get(key: Key): Promise<Value | undefined>;
}

/** What {@link createBatcher} works with. */
export interface BatcherOptions<Key, Value> {
  readonly maxSize: number;
  readonly nameOf: (key: Key) => string;
  /** Results by name. A failure fails every key of the batch. */
  readonly load: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>;
}

interface Waiting<Key, Value> {
  readonly key: Key;
  resolve(value: Value | undefined): void;
  reject(error: unknown): void;
}

/** A {@link Batcher} whose batches hold at most `maxSize` keys. */
export function createBatcher<Key, Value>(options: BatcherOptions<Key, Value>): Batcher<Key, Value> {
  let waiting: Waiting<Key, Value>[] = [];
  const flush = async () => {
    const all = waiting;
    waiting = [];
    for (let start = 0; start < all.length; start += options.maxSize) {
      void loadBatch(options, all.slice(start, start + options.maxSize));
    }
  };
  return {
    get(key) {
      return new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ key, resolve, reject });
      });
    },
  };
}

async function loadBatch<Key, Value>(
  { load, nameOf }: BatcherOptions<Key, Value>,
  batch: readonly Waiting<Key, Value>[],
): Promise<void> {
  try {
    const distinct = new Map(batch.map(({ key }) => [nameOf(key), key]));
    const values = await load([...distinct.values()]);
    for (const { key, resolve } of batch) resolve(values.get(nameOf(key)));
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
