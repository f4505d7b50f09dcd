import { CodedError } from '../errors/index.js';

/** Codes of {@link ImageError} and what they mean. */
export const imageErrorCodes = {
  'image-reference-invalid':
    'The text is not an image reference; the message says which part of it is wrong. Write it as host/path:tag or host/path@digest.',
  'image-platform-invalid':
    'The text is not a platform. Write it as os/architecture or os/architecture/variant, for example linux/arm64.',
} as const;

/** See {@link imageErrorCodes}. */
export type ImageErrorCode = keyof typeof imageErrorCodes;

/** A text that should name an image or a platform and does not. */
export class ImageError extends CodedError<ImageErrorCode> {}
