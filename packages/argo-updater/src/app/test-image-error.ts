import { CodedError } from '@towline/shared/errors';

/** Why an image cannot be tested. */
export const testImageErrorCodes = {
  'test-image-invalid': 'The text is no image: write it as registry/name or registry/name:constraint.',
  'test-policy-invalid': 'The constraint or a pattern cannot be read: the message names it.',
  'test-strategy': 'The strategy needs more than an image: explain shows what it makes of an Application.',
} as const;

/** One of {@link testImageErrorCodes}. */
export type TestImageErrorCode = keyof typeof testImageErrorCodes;

/** An image or a policy that cannot be tested. */
export class TestImageError extends CodedError<TestImageErrorCode> {}
