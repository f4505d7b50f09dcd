import { CodedError, type CodedErrorOptions } from '../errors/index.js';

/** What can go wrong with a child process: the codes of {@link ProcessError}, for the reference page. */
export const processErrorCodes = {
  'process-not-found':
    'The program, or the folder it should run in, does not exist or may not be executed: install it or correct the path.',
  'process-failed':
    'The program ended with an exit code that is not a success, or by a signal: its last words are in the message.',
  'process-timeout':
    'The program took longer than its time limit and was ended: look for what it waits for, or raise the limit.',
  'process-output-too-large':
    'The program wrote more than its limit and was ended: ask it for less, or raise the limit.',
  'process-aborted': 'The program was ended because its caller was: nothing is wrong with the program.',
} as const;

/** One of {@link processErrorCodes}. */
export type ProcessErrorCode = keyof typeof processErrorCodes;

/** How far a program came before it failed. */
export interface ProcessErrorDetails extends CodedErrorOptions {
  /** Undefined where it never ran or was ended by a signal. */
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** The end of what it wrote to stderr, without the secrets of the request. */
  readonly stderr?: string | undefined;
}

/** A child process that did not do what was asked. */
export class ProcessError extends CodedError<ProcessErrorCode> {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stderr: string;

  constructor(code: ProcessErrorCode, message: string, details: ProcessErrorDetails = {}) {
    super(code, message, details);
    this.exitCode = details.exitCode;
    this.signal = details.signal;
    this.stderr = details.stderr ?? '';
  }
}
