import type { Scrubber } from './scrub.js';

/** Keeps the end of an output in bounded memory. */
export interface OutputTail {
  push(chunk: Uint8Array): void;
  /** The last bytes as text, secrets taken out. */
  text(): string;
}

/** A tail of at most `limit` bytes. A secret that the cut would split is dropped whole. */
export function createOutputTail(limit: number, scrub: Scrubber): OutputTail {
  const kept = limit + scrub.longest;
  let tail = Buffer.alloc(0);
  let cut = false;
  return {
    push(chunk) {
      const joined = Buffer.concat([tail, chunk]);
      cut ||= joined.length > kept;
      tail = joined.subarray(Math.max(0, joined.length - kept));
    },
    text() {
      const text = scrub(tail.toString('utf8'));
      return cut ? Buffer.from(text).subarray(scrub.longest).toString('utf8') : text;
    },
  };
}
