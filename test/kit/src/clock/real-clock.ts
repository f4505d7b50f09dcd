import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@towline/shared/ports';

/** The machine's clock: what a fake uses where the caller brings none. */
export const realClock: Clock = {
  now: Date.now,
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
};
