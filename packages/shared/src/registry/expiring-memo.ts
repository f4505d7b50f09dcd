import { abortable } from '../async/index.js';
import type { Clock } from '../ports/index.js';

/** A value and when it stops being good, in milliseconds since the epoch. */
export interface Expiring<Value> {
  readonly value: Value;
  readonly expiresAt: number;
}

/** How a value is got. */
export interface MemoOptions {
  readonly signal?: AbortSignal | undefined;
  /** Not the value that is there; one that is being loaded will do. */
  readonly refresh?: boolean | undefined;
}

/** Values by key that are loaded once for all who ask at the same time, and again after they expired. Failures are not remembered. */
export interface ExpiringMemo<Value> {
  get(key: string, load: () => Promise<Expiring<Value>>, options?: MemoOptions): Promise<Value>;
  /** Loads again next time, unless that has happened since `value` was got. */
  forget(key: string, value: Value): void;
}

/** An {@link ExpiringMemo}. Whoever stops waiting does not stop the load that others wait for. */
export function createExpiringMemo<Value>(clock: Clock): ExpiringMemo<Value> {
  const loaded = new Map<string, Expiring<Value>>();
  const loading = new Map<string, Promise<Value>>();
  const begin = (key: string, load: () => Promise<Expiring<Value>>): Promise<Value> => {
    const running = (async () => {
      try {
        const result = await load();
        loaded.set(key, result);
        return result.value;
      } finally {
        loading.delete(key);
      }
    })();
    loading.set(key, running);
    // Whoever began it may have gone by the time it fails.
    running.catch(() => undefined);
    return running;
  };
  return {
    get(key, load, { signal, refresh = false } = {}) {
      const known = refresh ? undefined : loaded.get(key);
      if (known !== undefined && known.expiresAt > clock.now()) return Promise.resolve(known.value);
      loaded.delete(key);
      return abortable(loading.get(key) ?? begin(key, load), signal);
    },
    forget(key, value) {
      if (loaded.get(key)?.value === value) loaded.delete(key);
    },
  };
}
