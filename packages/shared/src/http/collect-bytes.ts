import type { Readable } from 'node:stream';

/** How {@link collectBytes} ends early. */
export interface CollectLimits {
  readonly maxBytes: number;
  readonly tooLarge: () => Error;
  /** Turns what broke into the error that the caller sees. */
  readonly translate: (error: unknown) => unknown;
}

/**
 * All bytes of a stream, which is destroyed where there are too many. By its events: an iterator, or a second stream behind the first, is half
 * of the work of a small answer.
 */
export function collectBytes(stream: Readable, { maxBytes, tooLarge, translate }: CollectLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (error: unknown) => {
      reject(error);
      stream.destroy();
    };
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) fail(tooLarge());
      else chunks.push(chunk);
    });
    stream.once('end', () => resolve(joined(chunks, size)));
    stream.on('error', (error) => fail(translate(error)));
    stream.once('close', () => {
      if (!stream.readableEnded) reject(translate(new Error('the answer broke off')));
    });
  });
}

function joined(chunks: readonly Buffer[], size: number): Buffer {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, size);
}
