import { CodedError, isCodedError } from '@towline/shared/errors';

/** What can be wrong with a Dockerfile: the codes of {@link DockerfileError}, for the reference page. */
export const dockerfileErrorCodes = {
  'dockerfile-invalid': 'The Dockerfile is not valid: the message lists every finding with its line.',
  'dockerfile-too-large': 'The Dockerfile is larger than 1 MiB: keep data in files beside it and COPY them.',
} as const;

/** One of {@link dockerfileErrorCodes}. */
export type DockerfileErrorCode = keyof typeof dockerfileErrorCodes;

/** Something that is wrong with a Dockerfile. */
export interface DockerfileFinding {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A Dockerfile that cannot be read, or that asks for something that makes no sense. It lists everything at once. */
export class DockerfileError extends CodedError<DockerfileErrorCode> {
  readonly findings: readonly DockerfileFinding[];

  constructor(code: DockerfileErrorCode, findings: readonly DockerfileFinding[]) {
    super(code, findings.map(({ line, message }) => `line ${line}: ${message}`).join('\n'), {
      hint: findings[0]?.hint,
    });
    this.findings = findings;
  }
}

/** The error for one finding. */
export function invalidAt(line: number, message: string, hint?: string): DockerfileError {
  return new DockerfileError('dockerfile-invalid', [{ line, message, hint }]);
}

/** Whether a caught value is a {@link DockerfileError}. */
export function isDockerfileError(error: unknown): error is DockerfileError {
  return isCodedError(error) && error.code in dockerfileErrorCodes;
}
