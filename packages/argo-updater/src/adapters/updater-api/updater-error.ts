import { CodedError, isCodedError } from '@towline/shared/errors';

/** What can go wrong with a running argo-updater that is asked: the codes of {@link UpdaterError}, for the reference page. */
export const updaterErrorCodes = {
  'updater-unreachable': 'argo-updater did not answer: check its address, and that it runs with --enable-webhook.',
  'updater-unauthenticated':
    'argo-updater does not know the token: check what --token names, and the document of tokens.',
  'updater-forbidden': 'The token is not for these images: add their repositories to it.',
  'updater-unknown': 'argo-updater keeps no such Application up to date: see argo-updater status for which there are.',
  'updater-answer': 'The answer is not one of argo-updater: check the address.',
} as const;

/** One of {@link updaterErrorCodes}. */
export type UpdaterErrorCode = keyof typeof updaterErrorCodes;

/** A running argo-updater that did not answer as it was asked. */
export class UpdaterError extends CodedError<UpdaterErrorCode> {}

/** Whether an error is an {@link UpdaterError}. */
export function isUpdaterError(error: unknown): error is UpdaterError {
  return isCodedError(error) && Object.hasOwn(updaterErrorCodes, error.code);
}
