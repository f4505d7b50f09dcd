import { isNativeError } from 'node:util/types';
import { errorMessage } from '@towline/shared/errors';

/** What a stream of tar-stream has of a writable one. */
interface Drainable {
  readonly destroyed: boolean;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
}

/** Resolves when a stream takes more, and when it is closed: one that was given up never drains. */
export function drained(stream: Drainable): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go);
      stream.off('close', go);
      resolve();
    };
    stream.on('drain', go);
    stream.on('close', go);
  });
}

/** What was caught, as streams want it. */
export function toError(error: unknown): Error {
  return isNativeError(error) ? error : new Error(errorMessage(error), { cause: error });
}
