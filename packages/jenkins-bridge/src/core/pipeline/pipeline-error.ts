import { CodedError, isCodedError } from '@towline/shared/errors';
import { formatFinding, type PipelineFinding } from './pipeline-finding.js';

/** Codes of {@link PipelineError} and what they mean. */
export const pipelineErrorCodes = {
  'pipeline-invalid':
    'The pipeline cannot be used: every mistake is named with its path, what was expected and, where one is near, what was probably meant.',
} as const;

/** See {@link pipelineErrorCodes}. */
export type PipelineErrorCode = keyof typeof pipelineErrorCodes;

/** A pipeline in a program that is not one. */
export class PipelineError extends CodedError<PipelineErrorCode> {
  readonly findings: readonly PipelineFinding[];

  constructor(findings: readonly PipelineFinding[]) {
    const lines = findings.map((finding) => `\n  ${formatFinding(finding)}`);
    super('pipeline-invalid', `The pipeline cannot be used:${lines.join('')}`, { hint: 'Correct what is named.' });
    this.findings = findings;
  }
}

/** Whether a caught value is a {@link PipelineError}. */
export function isPipelineError(error: unknown): error is PipelineError {
  return isCodedError(error) && error.code in pipelineErrorCodes;
}
