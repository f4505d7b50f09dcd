import * as z from 'zod';
import { isSecretError, parseSecretReference, type SecretReference } from '../secret/index.js';
import { parseDuration } from '../text/index.js';
import { parseByteSize } from './byte-size.js';

/** A setting that is a duration: `1h30m`, `2m0s`, `300ms`. Read as milliseconds. */
export function duration(): z.ZodType<number, string> {
  return z
    .string()
    .transform((text, context) => {
      const milliseconds = parseDuration(text);
      if (milliseconds !== undefined) return milliseconds;
      context.addIssue('is not a duration such as 30s, 2m0s or 1h30m');
      return z.NEVER;
    })
    .meta({ 'x-type': 'duration' });
}

/** A setting that is a size: `64KiB`, `10MB`, `1024`. Read as bytes. */
export function byteSize(): z.ZodType<number, string | number> {
  return z
    .union([z.string(), z.int().nonnegative()])
    .transform((size, context) => {
      const bytes = typeof size === 'number' ? size : parseByteSize(size);
      if (bytes !== undefined) return bytes;
      context.addIssue('is not a size such as 64KiB, 10MB or 1024');
      return z.NEVER;
    })
    .meta({ 'x-type': 'size' });
}

/** A setting that says where a secret is kept. Read as the reference, never as the secret. */
export function secretReference(): z.ZodType<SecretReference, string> {
  return z
    .string()
    .transform((text, context) => {
      try {
        return parseSecretReference(text);
      } catch (error) {
        // The text itself may be the secret, and is not repeated.
        context.addIssue(`is not a reference to a secret. ${isSecretError(error) ? (error.hint ?? '') : ''}`.trim());
        return z.NEVER;
      }
    })
    .meta({ 'x-type': 'secret reference' });
}
