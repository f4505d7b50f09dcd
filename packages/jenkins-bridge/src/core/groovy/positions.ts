/** A place as editors show it; both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of a text into lines and columns. */
export interface Positions {
  positionAt(offset: number): Position;
  /** The text of a line without its end; empty where there is no such line. */
  lineText(line: number): string;
}

/** The {@link Positions} of a text. Lines end with LF, CRLF or CR. */
export function positionsOf(text: string): Positions {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ index, 0: end }) => index + end.length)];
  return {
    positionAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    lineText(line) {
      const start = starts[line - 1];
      return start === undefined ? '' : text.slice(start, starts[line]).replace(/[\r\n]+$/, '');
    },
  };
}
