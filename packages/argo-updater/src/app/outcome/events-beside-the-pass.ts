import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Logger } from '@towline/shared/ports';
import type { EventsPort } from '../pass/ports.js';

/** Events that may wait. */
const capacity = 1_000;
/** Written at a time: API servers hold back whoever writes more. */
const concurrency = 4;

/** The same events, written beside the pass, which never waits for them. What does not fit is dropped, and the log says so. */
export function besideThePass(events: EventsPort, log: Logger, signal: AbortSignal): EventsPort {
  const queue: (() => Promise<void>)[] = [];
  let running = 0;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      try {
        await next();
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ code: errorCode(error), error: errorMessage(error) }, 'An event could not be written');
      }
    }
  };
  return {
    async updated(application, changes) {
      if (queue.length >= capacity) {
        log.warn({ waiting: queue.length }, 'An event was dropped, since too many wait');
        return;
      }
      queue.push(() => events.updated(application, changes, { signal }));
      if (running >= concurrency) return;
      running += 1;
      void work().finally(() => {
        running -= 1;
      });
    },
  };
}
