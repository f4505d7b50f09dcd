/** What a {@link CodedError} is made of besides its code and message. */
export interface CodedErrorOptions {
  /** What the reader can do next, in one sentence. */
  readonly hint?: string | undefined;
  /** The error that was translated, kept for the log. */
  readonly cause?: unknown;
}

const brand = Symbol.for('towline.CodedError');

/**
 * The base of every error that leaves a Towline module: `code` is API and has a line in docs/reference/errors.md, `message` says what
 * failed on which object, `hint` says what to do next. Each boundary (registry, git, yaml, …) has one subclass.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly hint: string | undefined;

  constructor(code: Code, message: string, options: CodedErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether a caught value is one of ours. Works across realms and duplicate installs, where `instanceof` does not. */
export function isCodedError(error: unknown): error is CodedError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** The `code` of a caught value, be it ours, Node's (`ENOENT`) or an SDK's; undefined where it has none. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of a caught value of any kind, without a stack. */
export function errorMessage(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string') {
    return error.message;
  }
  return String(error);
}
