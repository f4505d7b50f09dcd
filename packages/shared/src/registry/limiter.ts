import type { Clock } from '../ports/index.js';

/** Lets through a bounded number of tasks at once and, where asked, a bounded number a second. */
export interface Limiter {
  /** Runs the task as soon as there is room. Rejects with the signal's reason where that is aborted while waiting. */
  run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

/** How many tasks. */
export interface LimiterOptions {
  readonly concurrency: number;
  /** Tasks started a second, with a burst of one second's worth; unlimited where absent. */
  readonly perSecond?: number | undefined;
}

/** One limiter for everybody who talks to one server. Tasks start in the order in which they came. */
export function createLimiter(clock: Clock, options: LimiterOptions): Limiter {
  const slots = createSlots(options.concurrency);
  const bucket = options.perSecond === undefined ? undefined : createBucket(clock, options.perSecond);
  return {
    async run(task, signal) {
      await slots.take(signal);
      try {
        await bucket?.take(signal);
        return await task();
      } finally {
        slots.give();
      }
    },
  };
}

function createSlots(concurrency: number) {
  let free = concurrency;
  const waiting = new Set<() => void>();
  return {
    async take(signal?: AbortSignal): Promise<void> {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const abort = () => {
          waiting.delete(go);
          reject(signal?.reason);
        };
        const go = () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        waiting.add(go);
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    give(): void {
      const [next] = waiting;
      if (next === undefined) {
        free += 1;
        return;
      }
      // The slot passes from hand to hand and is never free in between.
      waiting.delete(next);
      next();
    },
  };
}

/** A token bucket that may go into debt: each taker knows at once how long it has to wait, so that nobody needs a queue. */
function createBucket(clock: Clock, perSecond: number) {
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let filledAt = clock.now();
  return {
    async take(signal?: AbortSignal): Promise<void> {
      const now = clock.now();
      tokens = Math.min(capacity, tokens + (Math.max(0, now - filledAt) * perSecond) / 1000);
      filledAt = now;
      tokens -= 1;
      if (tokens >= 0) return;
      try {
        await clock.sleep((-tokens * 1000) / perSecond, signal);
      } catch (error) {
        tokens += 1;
        throw error;
      }
    },
  };
}
