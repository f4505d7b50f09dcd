import { onAbort } from '../async/index.js';

/** An end to waiting that comes from the caller or from a time limit, and knows which it was. */
export interface Deadline {
  readonly signal: AbortSignal;
  timedOut(): boolean;
  /** Forgets the time limit; the caller's signal still counts. */
  stopTimer(): void;
  /** Ends the exchange now, since nothing came for too long. */
  expire(): void;
  /** Forgets both. */
  release(): void;
}

/** A deadline `timeoutMs` from now. (`AbortSignal.any` would keep every request alive as long as the caller's signal lives.) */
export function createDeadline(timeoutMs: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let late = false;
  const expire = () => {
    late = true;
    controller.abort();
  };
  const timer = setTimeout(expire, timeoutMs);
  const leave = onAbort(caller, () => controller.abort(caller?.reason));
  return {
    signal: controller.signal,
    timedOut: () => late,
    stopTimer: () => clearTimeout(timer),
    expire,
    release() {
      clearTimeout(timer);
      leave();
    },
  };
}
