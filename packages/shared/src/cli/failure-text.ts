import { errorCode, errorMessage, isCodedError } from '../errors/index.js';
import { type Paint, plain } from './paint.js';

/** A failure as a program reads it. */
export interface FailureData {
  readonly code: string | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly causes: readonly string[];
}

/** What is told of a failure: code, message, hint, and the messages of its causes as far as they say something new. */
export function failureData(error: unknown): FailureData {
  const message = errorMessage(error);
  const hint = isCodedError(error) ? error.hint : undefined;
  const causes = causesOf(error).filter(
    (cause, index, all) => !message.includes(cause) && all.indexOf(cause) === index,
  );
  return { code: errorCode(error), message, ...(hint === undefined ? {} : { hint }), causes };
}

/** {@link failureData} for people, with the stack of an error that nobody foresaw. */
export function failureText(error: unknown, paint: Paint = plain): string {
  const { code, message, hint, causes } = failureData(error);
  const lines = [
    `${paint.red('error')}: ${message}${code === undefined ? '' : paint.dim(` (${code})`)}`,
    ...causes.map((cause) => `  caused by: ${cause}`),
    ...(hint === undefined ? [] : [`  ${paint.cyan('→')} ${hint}`]),
    ...(code === undefined ? stackOf(error) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function causesOf(error: unknown): readonly string[] {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return cause === undefined ? [] : [errorMessage(cause), ...causesOf(cause)];
}

function stackOf(error: unknown): readonly string[] {
  const stack = typeof error === 'object' && error !== null && 'stack' in error ? String(error.stack) : '';
  return stack.split('\n').slice(1);
}
