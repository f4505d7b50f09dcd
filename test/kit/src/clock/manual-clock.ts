import type { Clock } from '@towline/shared/ports';

/** A clock that moves only when a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on and wakes everyone whose sleep is over. */
  advance(milliseconds: number): void;
  /** Resolves once so many sleep: what a test awaits before it moves time on. */
  untilSleeping(count?: number): Promise<void>;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A {@link ManualClock} that starts at `start`, in milliseconds since the epoch. */
export function createManualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const waiting = new Set<() => void>();
  return {
    async untilSleeping(count = 1) {
      while (sleepers.size < count) await new Promise<void>((resolve) => waiting.add(resolve));
    },
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
      for (const sleeper of [...sleepers].sort((a, b) => a.until - b.until)) {
        if (sleeper.until <= now) sleeper.wake();
      }
    },
    sleep(milliseconds, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (milliseconds <= 0) return resolve();
        const forget = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
        };
        const abort = () => {
          forget();
          reject(signal?.reason);
        };
        const sleeper = {
          until: now + milliseconds,
          wake: () => {
            forget();
            resolve();
          },
        };
        sleepers.add(sleeper);
        for (const resume of waiting) resume();
        waiting.clear();
        signal?.addEventListener('abort', abort);
      });
    },
  };
}
