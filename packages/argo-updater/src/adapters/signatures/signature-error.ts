import { CodedError } from '@towline/shared/errors';

/** What can keep a signature from being judged: the codes of {@link SignatureError}, for the reference page. */
export const signatureErrorCodes = {
  'signature-key-missing':
    'The Secret or the field with the public key does not exist: make it beside the Application.',
  'signature-key-invalid':
    'The public key cannot be read: it must be PEM, as cosign generate-key-pair writes cosign.pub.',
} as const;

/** One of {@link signatureErrorCodes}. */
export type SignatureErrorCode = keyof typeof signatureErrorCodes;

/** A signature that could not be judged. The image is not written then. */
export class SignatureError extends CodedError<SignatureErrorCode> {}
