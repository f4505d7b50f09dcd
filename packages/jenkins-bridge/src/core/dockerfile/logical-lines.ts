import type { Directives } from './directives.js';
import { invalidAt } from './dockerfile-error.js';
import { endsHeredoc, type Heredoc, type HeredocStart, readHeredocStart, toHeredoc } from './heredoc.js';

/** One instruction as it stands in the file, its continued lines joined. */
export interface LogicalLine {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly text: string;
  readonly heredocs: readonly Heredoc[];
}

const comment = /^\s*#/;
const takesHeredocs = /^(?:run|copy|add)\s/i;

/**
 * The instructions of a Dockerfile: comments and empty lines dropped, also between the lines of one instruction; lines that end with the
 * escape character joined; here-documents taken out.
 */
export function readLogicalLines(lines: readonly string[], { escapeCharacter }: Directives): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const first = (lines[at] ?? '').trimStart();
    if (first === '' || first.startsWith('#')) {
      at += 1;
      continue;
    }
    const { text, end } = join(lines, at, escapeCharacter);
    if (text.trim() === '') {
      at = end;
      continue;
    }
    const { heredocs, end: next } = takesHeredocs.test(text) ? takeHeredocs(text, lines, end) : { heredocs: [], end };
    found.push({ line: at + 1, text: text.trimEnd(), heredocs });
    at = next;
  }
  return found;
}

/** The text of the instruction that begins at `start`, and the line after it. */
function join(
  lines: readonly string[],
  start: number,
  escapeCharacter: string,
): { readonly text: string; readonly end: number } {
  let text = '';
  for (let at = start; at < lines.length; at += 1) {
    const line = at === start ? (lines[at] ?? '').trimStart() : (lines[at] ?? '');
    if (at > start && (comment.test(line) || line.trim() === '')) continue;
    const continued = withoutContinuation(line, escapeCharacter);
    if (continued === undefined) return { text: text + line, end: at + 1 };
    text += continued;
  }
  return { text, end: lines.length };
}

/** A line without the escape character that continues it; undefined where it ends. Two of them are a literal one. */
function withoutContinuation(line: string, escapeCharacter: string): string | undefined {
  const trimmed = line.replace(/[ \t]+$/, '');
  if (!trimmed.endsWith(escapeCharacter) || trimmed.endsWith(escapeCharacter + escapeCharacter)) return undefined;
  return trimmed.slice(0, -1);
}

function takeHeredocs(text: string, lines: readonly string[], start: number) {
  const heredocs: Heredoc[] = [];
  let at = start;
  for (const begun of startsIn(text)) {
    const from = at;
    while (at < lines.length && !endsHeredoc(begun, lines[at] ?? '')) at += 1;
    if (at === lines.length) {
      throw invalidAt(start, `the here-document ${begun.name} is never ended`, `Write ${begun.name} alone on a line.`);
    }
    heredocs.push(toHeredoc(begun, lines.slice(from, at)));
    at += 1;
  }
  return { heredocs, end: at };
}

function startsIn(text: string): readonly HeredocStart[] {
  if (!text.includes('<<')) return [];
  return text
    .split(/\s+/)
    .map(readHeredocStart)
    .filter((each) => each !== undefined);
}
