import { onAbort } from '@towline/shared/async';
import type { Clock } from '@towline/shared/ports';
import { formatDuration } from '@towline/shared/text';
import { RunError } from '../../core/run/run-error.js';

/** What bounds a piece of work. */
export interface TimeLimit {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Undefined bounds nothing. */
  readonly milliseconds: number | undefined;
  /** What takes the time, for the message. */
  readonly what: string;
}

/** Does work that is ended by a `run-too-late` when its time is over. */
export async function withinTime<Result>(
  { clock, signal, milliseconds, what }: TimeLimit,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const done = new AbortController();
  const leave = onAbort(signal, () => controller.abort(signal.reason));
  if (milliseconds !== undefined) {
    const late = new RunError('run-too-late', `${what} took longer than ${formatDuration(milliseconds)}`, {
      hint: 'Give it more time in towline.yaml, or see in its log what it waits for.',
    });
    clock.sleep(milliseconds, done.signal).then(
      () => controller.abort(late),
      () => undefined,
    );
  }
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    leave();
    done.abort();
  }
}
