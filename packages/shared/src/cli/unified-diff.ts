import { type DiffLine, diffLines } from './line-diff.js';
import { type Paint, plain } from './paint.js';

/** A file before and after; a side that is undefined is a file that is not there. */
export interface TextChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const context = 3;

/** The change as `diff -u` and `git apply` have it; empty where nothing changes. */
export function unifiedDiff({ path, before, after }: TextChange, paint: Paint = plain): string {
  if (before === after) return '';
  const lines = number(diffLines(linesOf(before ?? ''), linesOf(after ?? '')));
  const head = [
    `--- ${before === undefined ? '/dev/null' : `a/${path}`}`,
    `+++ ${after === undefined ? '/dev/null' : `b/${path}`}`,
  ];
  return `${[...head.map(paint.bold), ...hunksOf(lines).flatMap((hunk) => printHunk(hunk, paint))].join('\n')}\n`;
}

/** A line with how many lines of either side come before it. */
interface NumberedLine extends DiffLine {
  readonly old: number;
  readonly new: number;
}

/** Lines with their ends, so that a missing last newline and CRLF are differences. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function number(lines: readonly DiffLine[]): readonly NumberedLine[] {
  let [old, young] = [0, 0];
  return lines.map((line) => {
    const numbered = { ...line, old, new: young };
    if (line.kind !== 'added') old += 1;
    if (line.kind !== 'removed') young += 1;
    return numbered;
  });
}

/** The changed lines with their surroundings; those whose surroundings touch are one hunk. */
function hunksOf(lines: readonly NumberedLine[]): readonly (readonly NumberedLine[])[] {
  const spans: { start: number; end: number }[] = [];
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'kept') continue;
    const start = Math.max(0, index - context);
    const end = Math.min(lines.length, index + context + 1);
    const last = spans.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else spans.push({ start, end });
  }
  return spans.map(({ start, end }) => lines.slice(start, end));
}

function printHunk(hunk: readonly NumberedLine[], paint: Paint): readonly string[] {
  const old = hunk.filter(({ kind }) => kind !== 'added').length;
  const young = hunk.filter(({ kind }) => kind !== 'removed').length;
  const [first] = hunk;
  const head = `@@ -${range(first?.old ?? 0, old)} +${range(first?.new ?? 0, young)} @@`;
  return [paint.cyan(head), ...hunk.flatMap((line) => printLine(line, paint))];
}

/** A range that is empty names the line before it, as GNU diff does. */
function range(before: number, count: number): string {
  const start = count === 0 ? before : before + 1;
  return count === 1 ? `${start}` : `${start},${count}`;
}

const marks = { kept: ' ', removed: '-', added: '+' } as const;

function printLine({ kind, text }: DiffLine, paint: Paint): readonly string[] {
  const ends = text.endsWith('\n');
  const line = `${marks[kind]}${ends ? text.slice(0, -1) : text}`;
  const painted = kind === 'kept' ? line : kind === 'added' ? paint.green(line) : paint.red(line);
  return ends ? [painted] : [painted, '\\ No newline at end of file'];
}
