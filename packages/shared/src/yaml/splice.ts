/** A stretch of a text and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with every splice made. They do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = '';
  let from = 0;
  for (const splice of [...splices].sort((a, b) => a.start - b.start)) {
    result += text.slice(from, splice.start) + splice.text;
    from = splice.end;
  }
  return result + text.slice(from);
}

/** The splice that puts a value where none was, with blanks to what stands before and behind it. */
export function fillGap(text: string, offset: number, value: string): Splice {
  const before = /[\s[{]/.test(text.slice(offset - 1, offset)) ? '' : ' ';
  const behind = text.startsWith('#', offset) ? ' ' : '';
  return { start: offset, end: offset, text: before + value + behind };
}
