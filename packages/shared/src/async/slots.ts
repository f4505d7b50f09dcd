import { onAbort } from './on-abort.js';

/** Room for a bounded number of tasks at once. */
export interface Slots {
  /**
   * Runs the task as soon as there is room, in the order in which tasks came. Rejects with the signal's reason where that is aborted while
   * the task waits, which then is never begun. A task that fails leaves its room to the next.
   */
  run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

/** Room for `count` tasks; for one, this is a queue. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();
  const take = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        leave();
        resolve();
      };
      const leave = onAbort(signal, () => {
        waiting.delete(go);
        reject(signal?.reason);
      });
      waiting.add(go);
    });
  };
  const give = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      free += 1;
      return;
    }
    // The slot passes from hand to hand and is never free in between.
    waiting.delete(next);
    next();
  };
  return {
    async run(task, signal) {
      await take(signal);
      try {
        return await task();
      } finally {
        give();
      }
    },
  };
}
