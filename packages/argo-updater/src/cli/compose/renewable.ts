import type { Clock } from '@towline/shared/ports';

/** Something that is made anew while it is used. */
export interface Renewable<Value> extends AsyncDisposable {
  current(): Value;
  /** Makes it anew. What fails leaves the old one in use, and is thrown. */
  renew(): Promise<void>;
}

/** What is made. */
export interface RenewableOptions<Value> {
  readonly make: () => Promise<Value>;
  readonly clock: Clock;
  /** How long whoever has begun with the old one may go on with it. */
  readonly lingerMs: number;
}

/** A {@link Renewable}, made for the first time. */
export async function createRenewable<Value extends AsyncDisposable>({
  make,
  clock,
  lingerMs,
}: RenewableOptions<Value>): Promise<Renewable<Value>> {
  let value = await make();
  const end = new AbortController();
  const retiring = new Set<Promise<void>>();
  const retire = async (old: Value): Promise<void> => {
    await clock.sleep(lingerMs, end.signal).catch(() => undefined);
    await old[Symbol.asyncDispose]();
  };
  return {
    current: () => value,
    async renew() {
      const old = value;
      value = await make();
      const retired = retire(old).finally(() => retiring.delete(retired));
      retiring.add(retired);
    },
    async [Symbol.asyncDispose]() {
      end.abort();
      await Promise.all([...retiring, value[Symbol.asyncDispose]()]);
    },
  };
}
