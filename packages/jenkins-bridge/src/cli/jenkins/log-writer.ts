import type { OutputStream } from '@towline/shared/cli';
import { printable } from './build-text.js';

/** Writes the lines of a log. */
export interface LogWriter {
  /** Takes a line. Gives a promise where so much has come that the reader must take some of it first. */
  line(text: string): Promise<void> | undefined;
  /** Writes what was taken. */
  flush(): void;
}

/** As much as one write takes: a log of millions of lines must not be millions of writes. */
const enough = 64 * 1024;

/**
 * A {@link LogWriter} to standard output: what comes together is written together, and no later than the program has a moment. On a terminal
 * nothing in a log controls it; a pipe gets the log as it is.
 */
export function createLogWriter(
  stream: OutputStream,
  around: { readonly before: () => void; readonly after: () => void },
): LogWriter {
  let kept: string[] = [];
  let size = 0;
  let soon: NodeJS.Immediate | undefined;
  const flush = (): void => {
    if (soon !== undefined) clearImmediate(soon);
    soon = undefined;
    if (kept.length === 0) return;
    const text = `${kept.join('\n')}\n`;
    kept = [];
    size = 0;
    around.before();
    stream.write(text);
    around.after();
  };
  return {
    flush,
    line(text) {
      kept.push(stream.isTerminal ? printable(text) : text);
      size += text.length + 1;
      soon ??= setImmediate(flush);
      if (size < enough) return undefined;
      flush();
      return stream.drained?.();
    },
  };
}
