import { type Digest, parseDigest } from '../../image/index.js';
import { RegistryError } from '../registry-error.js';

/** A digest that a registry sent. Throws a `registry-bad-response` where it is none. */
export function toDigest(text: string): Digest {
  const digest = parseDigest(text);
  if (digest !== undefined) return digest;
  throw new RegistryError('registry-bad-response', `The registry sent ${JSON.stringify(text)} as a digest`);
}
