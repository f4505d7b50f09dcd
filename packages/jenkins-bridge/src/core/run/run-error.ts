import { CodedError, isCodedError } from '@towline/shared/errors';

/** What can go wrong when a pipeline runs without a Jenkins: the codes of {@link RunError}, for the reference page. */
export const runErrorCodes = {
  'run-refused':
    'The pipeline cannot run on this machine as it is described: every reason is named with its way out. Nothing was run.',
  'run-no-commit':
    'What is built has no commit to be named after: run it in a Git checkout, or name a repository by --source.',
  'run-checkout-failed': 'The source could not be checked out: the message has what Git said.',
  'run-commands-failed': 'Commands of a stage ended with an exit code that is no success: its log says why.',
  'run-no-reports': 'No new report was where the test says that it writes some: correct its pattern, or its command.',
  'run-report-invalid': 'A report is not JUnit XML: look at what the test wrote.',
  'run-publication-refused': 'The images cannot be given all of their tags, so none was pushed.',
  'run-tag-missing': 'The image that a tag should be put on is gone from the registry.',
  'run-rollout-failed': 'The rollout that was waited for failed: argo-updater says why.',
  'run-not-approved': 'Somebody was asked, and said no.',
  'run-too-late': 'The stage, or the whole build, took longer than the pipeline allows.',
} as const;

/** One of {@link runErrorCodes}. */
export type RunErrorCode = keyof typeof runErrorCodes;

/** A run, or a stage of one, that did not do what was asked. */
export class RunError extends CodedError<RunErrorCode> {}

/** Whether a caught value is a {@link RunError}. */
export function isRunError(error: unknown): error is RunError {
  return isCodedError(error) && error.code in runErrorCodes;
}
