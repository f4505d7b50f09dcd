import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Logger } from '@towline/shared/ports';

/** Tasks that nobody waits for, until the end. */
export interface Background {
  /** Begins a task. What it fails with is told in the log, unless it was told to stop. */
  run(task: () => Promise<void>): void;
  /** Resolves once no task runs any more. */
  settled(): Promise<void>;
}

/** {@link Background} whose failures after an abort of the signal are not told: they are the abort. */
export function createBackground(log: Logger, signal: AbortSignal): Background {
  const running = new Set<Promise<void>>();
  return {
    run(task) {
      const done = task()
        .catch((error: unknown) => {
          if (signal.aborted) return;
          log.error(
            { code: errorCode(error), error: errorMessage(error) },
            'A task failed for a reason nobody foresaw',
          );
        })
        .finally(() => running.delete(done));
      running.add(done);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
