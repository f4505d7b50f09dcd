import { createSlots, type Slots } from '../async/index.js';
import type { Clock } from '../ports/index.js';

/** Lets through a bounded number of tasks at once and, where asked, a bounded number a second. */
export type Limiter = Slots;

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
  if (bucket === undefined) return slots;
  return {
    run: (task, signal) =>
      slots.run(async () => {
        await bucket.take(signal);
        return task();
      }, signal),
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
