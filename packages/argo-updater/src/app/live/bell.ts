import type { Clock } from '@towline/shared/ports';

/** Wakes the one who waits at it. */
export interface Bell {
  ring(): void;
  /** Waits until it rings, for so long at most; a ring that nobody waited for counts. Rejects where the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A {@link Bell} for one who waits. */
export function createBell(clock: Clock): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(milliseconds, signal) {
      signal.throwIfAborted();
      if (!rung) await sleepUnless(clock, milliseconds, { signal, onWake: (call) => (wake = call) });
      wake = undefined;
      rung = false;
    },
  };
}

interface Sleep {
  readonly signal: AbortSignal;
  readonly onWake: (call: () => void) => void;
}

async function sleepUnless(clock: Clock, milliseconds: number, { signal, onWake }: Sleep): Promise<void> {
  const end = new AbortController();
  const stop = (): void => end.abort();
  onWake(stop);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await clock.sleep(milliseconds, end.signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!end.signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
