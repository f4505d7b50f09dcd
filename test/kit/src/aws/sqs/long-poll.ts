import type { Clock } from '@towline/shared/ports';
import type { Message, Queue } from './queue.js';

/** A receive that waits. */
export interface LongPoll {
  readonly queue: Queue;
  readonly limit: number;
  readonly hideMs: number;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Receives at once where there is something, else when there is, and nothing once the time is over or the caller has gone. */
export async function receiveOrWait(clock: Clock, poll: LongPoll): Promise<readonly Message[]> {
  const { queue, limit, hideMs, waitMs, signal } = poll;
  const end = clock.now() + waitMs;
  while (!signal.aborted) {
    const messages = queue.receive({ limit, hideMs });
    const left = end - clock.now();
    if (messages.length > 0 || left <= 0) return messages;
    const untilVisible = (queue.nextVisibleAt() ?? end) - clock.now();
    await untilArrival({ queue, clock, signal, milliseconds: Math.min(left, untilVisible) });
  }
  return [];
}

interface Pause {
  readonly queue: Queue;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly milliseconds: number;
}

/** Waits until a message arrives, the time is over or the caller has gone, whichever is first. */
async function untilArrival({ queue, clock, signal, milliseconds }: Pause): Promise<void> {
  const over = new AbortController();
  const stop = queue.onArrival(() => over.abort());
  try {
    await clock.sleep(milliseconds, AbortSignal.any([signal, over.signal])).catch(() => undefined);
  } finally {
    stop();
  }
}
