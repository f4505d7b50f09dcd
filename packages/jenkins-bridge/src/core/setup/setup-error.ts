import { CodedError } from '@towline/shared/errors';

/** Why a job cannot be set up: the codes of {@link SetupError}. */
export const setupErrorCodes = {
  'setup-no-repository':
    'Nothing says which repository Jenkins is to clone: give source.url in towline.yaml, or --repository.',
  'setup-codecommit-user':
    'CodeCommit knows an SSH key by its id in IAM, which begins with APKA: the user name of the credential must be that id.',
  'setup-bad-key':
    'The private key cannot be read: give a key in the format of OpenSSH or PEM, and its passphrase where it has one.',
  'setup-plugins-missing': 'Plugins that the pipeline needs are missing or too old: install what is listed.',
  'setup-wrong-kind': 'There is something else of this name in Jenkins: give another name, or remove it.',
} as const;

/** One of {@link setupErrorCodes}. */
export type SetupErrorCode = keyof typeof setupErrorCodes;

/** A job cannot be set up so. */
export class SetupError extends CodedError<SetupErrorCode> {}
