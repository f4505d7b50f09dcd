import { CodedError, isCodedError } from '@towline/shared/errors';

/** Why the registry refused; each face says it in the words of its protocol. */
export const stateErrorCodes = {
  'repository-unknown': 'There is no such repository.',
  'repository-exists': 'The repository is there already.',
  'repository-not-empty': 'The repository holds images; delete it with force.',
  'manifest-unknown': 'No image has this tag or digest.',
  'manifest-invalid': 'The manifest is not what its media type says.',
  'manifest-blob-unknown': 'The manifest names a layer, a config or a child that was not pushed before it.',
  'tag-immutable': 'The tag is taken and the repository does not allow it to move.',
  'digest-mismatch': 'The content does not have the digest that was given.',
  'blob-unknown': 'The repository does not hold this blob.',
} as const;

/** A code of {@link stateErrorCodes}. */
export type StateErrorCode = keyof typeof stateErrorCodes;

/** A refusal of the registry's state, with the object that it is about. */
export class StateError extends CodedError<StateErrorCode> {
  /** The repository, tag, digest or media type in question. */
  readonly subject: string;

  constructor(code: StateErrorCode, subject: string) {
    super(code, `${subject}: ${stateErrorCodes[code]}`);
    this.subject = subject;
  }

  /** Whether a caught value is one of these. */
  static is(error: unknown): error is StateError {
    return isCodedError(error) && error.code in stateErrorCodes;
  }
}
