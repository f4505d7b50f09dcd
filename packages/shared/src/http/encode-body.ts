import type { Readable } from 'node:stream';

/** A request body as it goes on the wire. */
export interface EncodedBody {
  readonly body: Uint8Array | Readable | undefined;
  /** Set where the encoding was chosen here. */
  readonly contentType: string | undefined;
}

/** Text, bytes and streams as they are; everything else as JSON. */
export function encodeBody(body: unknown): EncodedBody {
  if (body === undefined) return { body: undefined, contentType: undefined };
  if (typeof body === 'string') return { body: Buffer.from(body), contentType: undefined };
  if (ArrayBuffer.isView(body)) {
    return { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType: undefined };
  }
  if (isStream(body)) return { body, contentType: undefined };
  return { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' };
}

/** Whether a body can be sent only once. */
export function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body && typeof body.pipe === 'function';
}
