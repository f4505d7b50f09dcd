import { createHash, timingSafeEqual } from 'node:crypto';
import type { Digest } from '../../image/index.js';
import { RegistryError } from '../registry-error.js';

const algorithms = new Set(['sha256', 'sha384', 'sha512']);

/** Throws where the bytes are not what the digest names: what is downloaded is believed for its digest only. */
export function verifyDigest(bytes: Uint8Array, digest: Digest, what: string): void {
  const [algorithm = '', hex = ''] = digest.split(':');
  if (!algorithms.has(algorithm)) {
    throw new RegistryError(
      'registry-unsupported-image',
      `${what} has the digest ${digest}, whose algorithm is not known`,
    );
  }
  const actual = createHash(algorithm).update(bytes).digest();
  const expected = Buffer.from(hex, 'hex');
  if (actual.length === expected.length && timingSafeEqual(actual, expected)) return;
  throw new RegistryError(
    'registry-bad-response',
    `${what} was sent with other content than its digest says: wanted ${digest}, got ${algorithm}:${actual.toString('hex')}`,
    { hint: 'A proxy or cache on the way may have changed or truncated it.' },
  );
}
