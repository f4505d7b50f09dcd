import { isCodedError } from '@towline/shared/errors';
import type { Clock, Logger } from '@towline/shared/ports';
import type { ApplicationsPort } from '../pass/ports.js';
import type { WatchPort } from './ports.js';

/** What a {@link createPolledWatch} works with. */
export interface PolledWatchOptions {
  readonly applications: () => ApplicationsPort;
  readonly clock: Clock;
  readonly log: Logger;
  /** Asked each time. */
  readonly everyMs: () => number;
}

/** Reads Applications again and again where they cannot be watched: of a folder, a Git repository, or Argo CD. */
export function createPolledWatch({ applications, clock, log, everyMs }: PolledWatchOptions): WatchPort {
  return {
    namespaces: [undefined],
    async watch(sinks, signal) {
      while (!signal.aborted) {
        try {
          const reading = await applications().read({ signal });
          for (const { code, at, message } of reading.findings) {
            log.warn({ code, at, error: message }, 'A document cannot be read');
          }
          sinks.imageUpdaters.replaced(undefined, reading.imageUpdaters);
          sinks.applications.replaced(undefined, reading.applications);
        } catch (error) {
          if (signal.aborted) return;
          if (!isCodedError(error)) throw error;
          log.warn({ code: error.code, error: error.message }, 'Applications could not be read');
        }
        await clock.sleep(everyMs(), signal).catch(() => undefined);
      }
    },
  };
}
