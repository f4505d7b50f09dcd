import { CodedError, exitCodes } from '../errors/index.js';

/** How a command can end besides what its own work throws. */
export const cliErrorCodes = {
  'cli-usage': 'The command line is not one that the command understands: see its --help.',
  'cli-config-invalid':
    'The settings are wrong: the message lists everything at once, each with the place that says it.',
  'cli-file-unreadable': 'A file that was named cannot be read: check its path and its permissions.',
  'cli-nothing-matched': 'Nothing matches what was asked for: the message says what there is.',
  'cli-timed-out': 'The time that --timeout gave was over. What had been pushed stays pushed.',
  'cli-interrupted': 'SIGINT ended the command. What had been pushed stays pushed.',
  'cli-terminated': 'SIGTERM ended the command. What had been pushed stays pushed.',
} as const;

/** One of {@link cliErrorCodes}. */
export type CliErrorCode = keyof typeof cliErrorCodes;

/** A command that cannot be carried out as it was given, or that was ended from outside. */
export class CliError extends CodedError<CliErrorCode> {}

const exitCodeByError: Readonly<Record<string, number>> = {
  'cli-usage': exitCodes['wrong-usage'],
  'cli-config-invalid': exitCodes['wrong-usage'],
  'cli-file-unreadable': exitCodes['wrong-usage'],
  'cli-nothing-matched': exitCodes['nothing-matched'],
  'cli-timed-out': exitCodes['timed-out'],
  'cli-interrupted': exitCodes.interrupted,
  'cli-terminated': exitCodes.terminated,
};

/** The exit code for an error with this code; 1 for all that are not of the command line itself. */
export function exitCodeFor(code: string | undefined): number {
  return exitCodeByError[code ?? ''] ?? exitCodes.failed;
}
