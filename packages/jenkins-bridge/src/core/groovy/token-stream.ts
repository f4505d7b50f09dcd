import type { Span, Token } from './token.js';

/** A place where the source cannot be what was meant. */
export interface SyntaxProblem extends Span {
  readonly message: string;
}

/** The tokens that mean something, with what the lines and brackets around them say. */
export interface TokenStream {
  readonly tokens: readonly Token[];
  /** By index, whether the token begins a line of its own: never so within parentheses and square brackets. */
  readonly startsLine: readonly boolean[];
  /** By the index of an opening bracket, the index of what ends it: its partner, or the bracket or the end that cuts it off. */
  readonly ends: ReadonlyMap<number, number>;
  /** Those opening brackets that have their partner. */
  readonly matched: ReadonlySet<number>;
  readonly problems: readonly SyntaxProblem[];
}

interface Building {
  readonly tokens: Token[];
  readonly startsLine: boolean[];
  readonly ends: Map<number, number>;
  readonly matched: Set<number>;
  readonly problems: SyntaxProblem[];
  /** The indexes of the brackets that are open, and how many there are of each. */
  readonly open: number[];
  readonly counts: Map<string, number>;
}

const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const openings = new Set(Object.values(partners));

/** Finds lines and bracket pairs. A bracket that is closed by a wrong one ends where that one closes its own. Takes linear time. */
export function streamOf(all: readonly Token[]): TokenStream {
  const state: Building = {
    tokens: [],
    startsLine: [],
    ends: new Map(),
    matched: new Set(),
    problems: [],
    open: [],
    counts: new Map(),
  };
  let newline = true;
  for (const token of all) {
    if (token.kind === 'newline') newline = true;
    if (token.kind === 'newline' || token.kind === 'space' || token.kind === 'comment') continue;
    if (token.kind === 'operator') trackBracket(state, token);
    if (token.kind === 'string' && !token.closed) {
      state.problems.push({ start: token.start, end: token.end, message: 'The string is not closed.' });
    }
    state.startsLine.push(newline && linesCount(state, token));
    state.tokens.push(token);
    newline = false;
  }
  for (const index of state.open) endBracket(state, index, state.tokens.length);
  return state;
}

/** Within parentheses and square brackets, ends of lines are blanks. */
function linesCount({ open, tokens }: Building, { text }: Token): boolean {
  const inner = openings.has(text) ? open.at(-2) : open.at(-1);
  return inner === undefined || tokens[inner]?.text === '{';
}

function trackBracket(state: Building, token: Token): void {
  const { open, counts, tokens, problems } = state;
  const index = tokens.length;
  if (openings.has(token.text)) {
    open.push(index);
    counts.set(token.text, (counts.get(token.text) ?? 0) + 1);
    return;
  }
  const wanted = partners[token.text];
  if (wanted === undefined) return;
  if ((counts.get(wanted) ?? 0) === 0) {
    problems.push({
      start: token.start,
      end: token.end,
      message: `Nothing that this ${token.text} could close is open.`,
    });
    return;
  }
  for (;;) {
    const last = open.pop();
    if (last === undefined) return;
    const text = tokens[last]?.text ?? '';
    counts.set(text, (counts.get(text) ?? 0) - 1);
    if (text === wanted) {
      state.ends.set(last, index);
      state.matched.add(last);
      return;
    }
    endBracket(state, last, index);
  }
}

function endBracket({ ends, tokens, problems }: Building, opening: number, end: number): void {
  ends.set(opening, end);
  const token = tokens[opening];
  if (token !== undefined) problems.push({ ...spanOf(token), message: `This ${token.text} is not closed.` });
}

function spanOf({ start, end }: Token): Span {
  return { start, end };
}
