import { createHash } from 'node:crypto';

/** The sha256 digest of some bytes, as registries write it. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Whether a reference is a digest and no tag. */
export function isDigest(reference: string): boolean {
  return reference.includes(':');
}

/** Whether a digest is written as the only algorithm we know is. */
export function isSha256(digest: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(digest);
}
