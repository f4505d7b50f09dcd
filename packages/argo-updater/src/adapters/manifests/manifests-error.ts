import { CodedError } from '@towline/shared/errors';

/** What can go wrong where Applications are read from files: the codes of {@link ManifestsError}, for the reference page. */
export const manifestsErrorCodes = {
  'manifests-unreadable':
    'The file or folder with the Applications cannot be read: check its path and its permissions.',
  'manifests-branch-missing': 'The repository with the Applications has no such branch: correct its name.',
} as const;

/** One of {@link manifestsErrorCodes}. */
export type ManifestsErrorCode = keyof typeof manifestsErrorCodes;

/** A place with Applications that cannot be read. */
export class ManifestsError extends CodedError<ManifestsErrorCode> {}
