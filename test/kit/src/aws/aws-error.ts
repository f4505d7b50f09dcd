import { CodedError, isCodedError } from '@towline/shared/errors';

/** An error as an AWS service answers it: the name of its shape, a message, sometimes more members. */
export class AwsError extends CodedError {
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    name: string,
    message: string,
    { status = 400, ...members }: { status?: number } & Readonly<Record<string, unknown>> = {},
  ) {
    super(name, message);
    this.status = status;
    this.members = members;
  }

  /** Whether a caught value is one of these. */
  static is(error: unknown): error is AwsError {
    return isCodedError(error) && error.name === 'AwsError';
  }
}
