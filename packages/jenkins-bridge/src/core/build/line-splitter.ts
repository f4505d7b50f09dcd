/** Turns pieces of text into lines. */
export interface LineSplitter {
  /** The lines that this piece ends. */
  push(piece: string): readonly string[];
  /** The line that was begun and never ended. */
  end(): readonly string[];
}

/** Longer lines are handed on in parts: a log without line breaks must not fill the memory. */
const longestLine = 64 * 1024;

/** A {@link LineSplitter} for LF and CRLF; a CR elsewhere, as progress bars write it, stays in its line. */
export function createLineSplitter(): LineSplitter {
  let begun = '';
  const bounded = (line: string): readonly string[] => {
    if (line.length <= longestLine) return [line];
    const parts = Math.ceil(line.length / longestLine);
    return Array.from({ length: parts }, (_, index) => line.slice(index * longestLine, (index + 1) * longestLine));
  };
  return {
    push(piece) {
      const lines = (begun + piece).split('\n');
      const last = lines.pop() ?? '';
      const whole = lines.flatMap((line) => bounded(line.endsWith('\r') ? line.slice(0, -1) : line));
      const parts = bounded(last);
      begun = parts.at(-1) ?? '';
      return [...whole, ...parts.slice(0, -1)];
    },
    end() {
      const last = begun.endsWith('\r') ? begun.slice(0, -1) : begun;
      begun = '';
      return last === '' ? [] : [last];
    },
  };
}
