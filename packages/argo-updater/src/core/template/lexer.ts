import { TemplateError } from './template-error.js';

/** A piece of an action: `{{ word "text" | 12 }}`. */
export interface Token {
  readonly kind: 'word' | 'field' | 'variable' | 'string' | 'number' | 'symbol';
  readonly text: string;
  /** No space between this token and the one before: `(index .X 0).Name`. */
  readonly glued: boolean;
}

/** Literal text, or the tokens of one action. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly tokens: readonly Token[]; readonly line: number };

const tokenPattern =
  /\s*(?:(?<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?<char>'(?:[^'\\\n]|\\.)+')|(?<number>[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))|(?<variable>\$\w*)|(?<field>\.[\p{L}_]\w*)|(?<word>[\p{L}_]\w*)|(?<symbol>:=|[|()=,.]))/uy;

/** Cuts a template into text and actions. Trim markers are applied and comments are gone. */
export function lex(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  let trimNext = false;
  while (position < source.length) {
    const open = source.indexOf('{{', position);
    const end = open < 0 ? source.length : open;
    const trimLeft = open >= 0 && /^\{\{-\s/.test(source.slice(open, open + 4));
    let text = source.slice(position, end);
    if (trimNext) text = text.trimStart();
    if (trimLeft) text = text.trimEnd();
    if (text !== '') pieces.push({ kind: 'text', text });
    if (open < 0) break;
    const action = readAction(source, open, trimLeft);
    trimNext = action.trimRight;
    position = action.end;
    if (action.tokens !== undefined) pieces.push({ kind: 'action', tokens: action.tokens, line: lineAt(source, open) });
  }
  return pieces;
}

interface Action {
  readonly tokens: readonly Token[] | undefined;
  readonly end: number;
  readonly trimRight: boolean;
}

function readAction(source: string, open: number, trimLeft: boolean): Action {
  const start = open + (trimLeft ? 3 : 2);
  const comment = /\s*\/\*[\s\S]*?\*\/(?<trim>\s+-)?\}\}/y;
  comment.lastIndex = start;
  const found = comment.exec(source);
  if (found !== null) {
    return { tokens: undefined, end: comment.lastIndex, trimRight: found.groups?.trim !== undefined };
  }
  return readTokens(source, start);
}

function readTokens(source: string, start: number): Action {
  const tokens: Token[] = [];
  let position = start;
  for (;;) {
    const close = /\s*\}\}|\s+-\}\}/y;
    close.lastIndex = position;
    const end = close.exec(source);
    if (end !== null) return { tokens, end: close.lastIndex, trimRight: end[0].includes('-') };
    tokenPattern.lastIndex = position;
    const match = tokenPattern.exec(source);
    if (match === null) throw unreadable(source, position);
    tokens.push(tokenOf(match));
    position = tokenPattern.lastIndex;
  }
}

function unreadable(source: string, position: number): TemplateError {
  const line = lineAt(source, position);
  const rest = source.slice(position).trimStart();
  const message = rest === '' ? 'an action is not closed' : `unexpected ${JSON.stringify([...rest][0])}`;
  return new TemplateError('template-syntax', `template line ${line}: ${message}`);
}

function tokenOf(match: RegExpExecArray): Token {
  const groups = match.groups ?? {};
  const glued = !/^\s/.test(match[0]);
  for (const kind of ['string', 'number', 'variable', 'field', 'word', 'symbol'] as const) {
    const text = groups[kind];
    if (text !== undefined) return { kind, text: kind === 'string' ? unquote(text) : text, glued };
  }
  const char = unquote(`"${(groups.char ?? '').slice(1, -1)}"`);
  return { kind: 'number', text: String(char.codePointAt(0) ?? 0), glued };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

function unquote(literal: string): string {
  if (literal.startsWith('`')) return literal.slice(1, -1);
  return literal
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_all, x, u, long, char: string) => {
      const code: string | undefined = x ?? u ?? long;
      return code === undefined ? (escapes[char] ?? char) : String.fromCodePoint(Number.parseInt(code, 16));
    });
}

function lineAt(source: string, position: number): number {
  return source.slice(0, position).split('\n').length;
}
