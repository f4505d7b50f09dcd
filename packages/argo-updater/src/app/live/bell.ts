import { onAbort } from '@towline/shared/async';
import type { Clock } from '@towline/shared/ports';

/** Wakes the one who waits at it. */
export interface Bell {
  ring(): void;
  /**
   * Waits until it rings or the time has come, whichever is first; a ring that nobody waited for counts. It may also wake a little early. Ends
   * at once where the signal is aborted.
   */
  wait(until: number, signal: AbortSignal): Promise<void>;
}

interface Alarm {
  readonly at: number;
  readonly end: AbortController;
}

/** A {@link Bell} for one who waits. */
export function createBell(clock: Clock): Bell {
  let rung = false;
  let wake = (): void => undefined;
  let alarm: Alarm | undefined;
  /** One that is set already is kept where it is early enough: it rings hundreds of times while an alarm is set once. */
  const setAlarm = (at: number): void => {
    if (alarm !== undefined && alarm.at <= at) return;
    alarm?.end.abort();
    const set: Alarm = { at, end: new AbortController() };
    alarm = set;
    clock.sleep(at - clock.now(), set.end.signal).then(
      () => {
        if (alarm === set) alarm = undefined;
        wake();
      },
      () => undefined,
    );
  };
  const heard = new WeakSet<AbortSignal>();
  /** Also where nobody waits at that moment: a time that is still set would keep the process alive until it has come. */
  const endWith = (signal: AbortSignal): void => {
    if (heard.has(signal)) return;
    heard.add(signal);
    onAbort(signal, () => alarm?.end.abort());
  };
  return {
    ring() {
      rung = true;
      wake();
    },
    async wait(until, signal) {
      if (!rung && !signal.aborted) {
        endWith(signal);
        setAlarm(until);
        let leave = (): void => undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          leave = onAbort(signal, resolve);
        });
        leave();
      }
      rung = false;
    },
  };
}
