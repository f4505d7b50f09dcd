import { CodedError } from '@towline/shared/errors';

/** Why a manifest gets no annotations. */
export const initErrorCodes = {
  'init-no-application':
    'The file holds no Argo CD Application, or none of that name: name another file or --application.',
  'init-several-applications': 'The file holds several Applications: say by --application which one is meant.',
  'init-already': 'The Application has these annotations with other values: --force replaces them.',
  'init-refused': 'The annotations would not work: the message lists what the linter finds wrong with them.',
} as const;

/** One of {@link initErrorCodes}. */
export type InitErrorCode = keyof typeof initErrorCodes;

/** A manifest that cannot get the annotations it was to get. */
export class InitError extends CodedError<InitErrorCode> {}
