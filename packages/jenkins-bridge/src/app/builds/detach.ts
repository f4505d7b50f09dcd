import type { Clock } from '@towline/shared/ports';

/** What a person wants who interrupts the following of a build. */
export type Leaving = 'detach' | 'stop';

/** How long a second interruption is waited for. */
export const secondThoughtMs = 3_000;

/** After the first interruption: a second one within three seconds means that the build is to stop; else it goes on alone. */
export async function decideLeaving(clock: Clock, again: Promise<void>): Promise<Leaving> {
  const over = new AbortController();
  const waited = clock.sleep(secondThoughtMs, over.signal).then((): Leaving => 'detach');
  waited.catch(() => undefined);
  try {
    return await Promise.race([waited, again.then((): Leaving => 'stop')]);
  } finally {
    over.abort();
  }
}
