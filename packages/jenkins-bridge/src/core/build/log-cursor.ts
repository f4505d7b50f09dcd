/**
 * Where a reader of a log is. Jenkins counts raw bytes of its own file, and serves text that is longer (CRLF) or shorter (hidden notes):
 * the only offsets that can be trusted are those that it tells at the head of a page. A page that broke off is read again from where it
 * started, and what was handed on of it is left out.
 */
export interface LogCursor {
  /** Where the next page is asked from. */
  readonly start: number;
  /** What of this piece is new. */
  take(piece: string): string;
  /** The page was read to its end. */
  turn(next: number): void;
  /** The page broke off: it will be read again. */
  again(): void;
}

/** A cursor at the beginning of a log, or at an offset that Jenkins told earlier. */
export function createLogCursor(start = 0): LogCursor {
  let from = start;
  let taken = 0;
  let skipped = 0;
  return {
    get start() {
      return from;
    },
    take(piece) {
      const known = Math.min(piece.length, taken - skipped);
      skipped += known;
      const fresh = piece.slice(known);
      taken += fresh.length;
      skipped += fresh.length;
      return fresh;
    },
    turn(next) {
      from = next;
      taken = 0;
      skipped = 0;
    },
    again() {
      skipped = 0;
    },
  };
}
