import { CodedError } from '@towline/shared/errors';

/** What can go wrong when changed pipelines are looked for. */
export const changesErrorCodes = {
  'changes-no-repository': 'What has changed cannot be told: this is no Git checkout, or the revision is not in it.',
  'changes-bad-pipeline': 'A towline.yaml of the repository is not valid: mend what is listed.',
} as const;

/** One of {@link changesErrorCodes}. */
export type ChangesErrorCode = keyof typeof changesErrorCodes;

/** Changed pipelines cannot be told. */
export class ChangesError extends CodedError<ChangesErrorCode> {}
