/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const rest = /[\r\n]/.exec(text.slice(offset));
  return rest === null ? text.length : offset + rest.index;
}

/** Where the line after that of an offset starts; the end of the text where there is none. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}

/** How far an offset is from the start of its line. */
export function columnOf(text: string, offset: number): number {
  // A byte order mark takes no room.
  const start = lineStart(text, offset);
  return offset - start - (text.startsWith('\ufeff') && start === 0 ? 1 : 0);
}

/** Whether nothing but blanks stands before an offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  return /^\ufeff?[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}

/** The line break that the text uses first; LF where it has none. */
export function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
