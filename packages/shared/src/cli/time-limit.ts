import { parseDuration } from '../text/index.js';
import { CliError } from './cli-error.js';

/** Aborts `controller` when the time of `--timeout` is over. The limit keeps no process alive. */
export function startTimeLimit(text: string, controller: AbortController): { readonly stop: () => void } {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0) {
    throw new CliError('cli-usage', `--timeout ${text} is not a duration`, { hint: 'Write it as 30s, 5m or 1h30m.' });
  }
  const late = new CliError('cli-timed-out', `The command was not done within ${text}`, {
    hint: 'Give it more time by --timeout, or see what is slow with --loglevel debug.',
  });
  const timer = setTimeout(() => controller.abort(late), milliseconds);
  timer.unref();
  return { stop: () => clearTimeout(timer) };
}
