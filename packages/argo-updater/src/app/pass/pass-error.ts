import { CodedError } from '@towline/shared/errors';

/** What can keep a pass from gathering or delivering: the codes of {@link PassError}, for the reference page. */
export const passErrorCodes = {
  'manifest-branch-missing':
    'The manifest repository has no such branch: make it, or correct git-branch or targetRevision.',
  'push-refused':
    'The server has a rule against the push: a protected branch, a hook, a quota. Its words are in the message.',
  'push-overtaken': 'Others pushed to the branch each time before this push arrived: the next pass tries again.',
  'application-overtaken':
    'The live Application changed each time before the patch arrived: the next pass tries again.',
  'source-repository-unknown':
    'The strategy commit needs the source repository, and the newest image has no label that names it: set towline.dev/commit-repository.',
  'signatures-unavailable':
    'The key that must have signed the image is in a Secret of the cluster, and no cluster is at hand: name one by --kubeconfig.',
  'delivery-unavailable': 'What the write-back asks for is not at hand here: the message says what is missing.',
  'write-not-ours':
    'This replica lost its Lease or is to end, so it wrote nothing: the replica that has the work now does it.',
} as const;

/** One of {@link passErrorCodes}. */
export type PassErrorCode = keyof typeof passErrorCodes;

/** A part of a pass that could not be done. */
export class PassError extends CodedError<PassErrorCode> {}
