import { CodedError, type CodedErrorOptions, isCodedError } from '../errors/index.js';

/** What can go wrong with a secret: the codes of {@link SecretError}, for the reference page. */
export const secretErrorCodes = {
  'secret-reference-invalid':
    'The text is not a reference to a secret: write env:NAME, file:/PATH, aws-sm://ID#field, ssm://NAME or k8s://namespace/name#key.',
  'secret-scheme-unknown':
    'Nothing here answers for references of that kind: it has to be switched on, or the reference is for another program.',
  'secret-not-found': 'The place is there to be asked, but has no such secret, or the secret has no such field.',
  'secret-unreadable': 'The place could not be asked, or the secret is not usable as it is: the cause says why.',
} as const;

/** One of {@link secretErrorCodes}. */
export type SecretErrorCode = keyof typeof secretErrorCodes;

/** What happened to a look-up. */
export interface SecretErrorDetails extends CodedErrorOptions {
  /** Behind the name of the secret: `is empty`. Never a value. */
  readonly what: string;
}

/** A secret that could not be had. It names the reference, which is no secret, and never a value. */
export class SecretError extends CodedError<SecretErrorCode> {
  readonly reference: string;

  constructor(code: SecretErrorCode, reference: string, { what, ...options }: SecretErrorDetails) {
    super(code, `The secret ${reference} ${what}`, options);
    this.reference = reference;
  }
}

/** Whether a caught value is a {@link SecretError}. */
export function isSecretError(error: unknown): error is SecretError {
  return isCodedError(error) && error.code in secretErrorCodes;
}
