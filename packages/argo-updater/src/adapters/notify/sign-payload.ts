import { createHmac } from 'node:crypto';
import type { Secret } from '@towline/shared/secret';

/** The headers by which a receiver knows that a payload is ours and new: HMAC-SHA256 of `<seconds>.<body>`, and those seconds. */
export function signatureHeaders(body: string, secret: Secret, now: number): Readonly<Record<string, string>> {
  const seconds = Math.floor(now / 1_000);
  const signature = createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex');
  return { 'x-towline-timestamp': String(seconds), 'x-towline-signature': `sha256=${signature}` };
}
