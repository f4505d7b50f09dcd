import type { OutputStream } from './terminal.js';

/** What a command is at, told to a person who waits. */
export interface Progress {
  /** Replaces the line that was shown before. */
  say(step: string): void;
  /** Takes the line away. */
  done(): void;
}

const eraseLine = '\r\u001b[2K';

/** A line that is rewritten, on a terminal; nothing anywhere else. */
export function createProgress(stream: OutputStream): Progress {
  if (!stream.isTerminal) return { say: () => undefined, done: () => undefined };
  let shown = false;
  return {
    say(step) {
      shown = true;
      const room = (stream.columns ?? 80) - 1;
      stream.write(`${eraseLine}${step.length > room ? `${step.slice(0, room - 1)}…` : step}`);
    },
    done() {
      if (shown) stream.write(eraseLine);
      shown = false;
    },
  };
}
