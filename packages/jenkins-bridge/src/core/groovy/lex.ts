import { quoteForms } from './quotes.js';
import { isSlashPossible } from './slash.js';
import type { PlainToken, Quote, StringToken, Token, TokenCode, TokenText } from './token.js';

/** Strings nested deeper than this are read as text. */
const deepestNesting = 16;

/**
 * The tokens of a Groovy source. Joined, their texts are the source again, whatever it is: a string that does not end is `closed: false`
 * and ends with its line, or with the source where it may have several lines. Takes time linear in the length.
 */
export function lex(source: string): readonly Token[] {
  return lexCode({ source, at: 0, depth: 0, endless: new Set() }, false);
}

interface Lexer {
  readonly source: string;
  at: number;
  depth: number;
  /** The slashy forms that were found not to end: from there on, their slash is a division. */
  readonly endless: Set<Quote>;
}

/** Each kind with what may begin it and its whole form. */
const plain: readonly (readonly [PlainToken['kind'], RegExp, RegExp])[] = [
  ['space', /[\s\\\uFEFF]/, /(?:[ \t\f\uFEFF\u00A0]|\\\r?\n)+/y],
  // What is no ASCII is taken as part of a name: no operator and no blank is among it but those above.
  ['name', /[A-Za-z_$\u00C0-\uFEFE]/, /[A-Za-z_$\u00C0-\uFEFE][\w$\u00C0-\uFEFE]*/y],
  ['newline', /[\r\n]/, /\r?\n|\r/y],
  ['comment', /\//, /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  [
    'number',
    /\d/,
    /0[xX][\da-fA-F_]+[gGlLiI]?|0[bB][01_]+[gGlLiI]?|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[gGlLiIdDfF]?(?![\w$])|\d+/y,
  ],
  [
    'operator',
    /[-+*/%=<>!~?:.,;@&|^(){}[\]]/,
    />>>=|<=>|\*\*=|\.\.<|<<=|>>=|>>>|==~|\.\.\.|\*\.|\?\.|\?:|\.\.|\.&|\.@|->|::|\+\+|--|&&|\|\||==|!=|<=|>=|=~|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[-+*/%=<>!~?:.,;@&|^(){}[\]]/y,
  ],
  ['unknown', /[\s\S]/, /[\s\S]/y],
];
/** By ASCII character, what may begin with it: most characters need one attempt instead of six. */
const plainByCharacter = Array.from({ length: 128 }, (_, code) =>
  plain.filter(([, first]) => first.test(String.fromCharCode(code))),
);

/** Lexes to the end, or up to the brace that closes what `nested` is in. */
function lexCode(lexer: Lexer, nested: boolean): readonly Token[] {
  const tokens: Token[] = [];
  let braces = 0;
  let before: Token | undefined;
  while (lexer.at < lexer.source.length) {
    const token = lexToken(lexer, before);
    if (token.kind === 'operator' && nested) {
      if (token.text === '{') braces += 1;
      if (token.text === '}') braces -= 1;
      if (braces < 0) {
        lexer.at = token.start;
        return tokens;
      }
    }
    tokens.push(token);
    if (token.kind !== 'space' && token.kind !== 'comment') before = token;
  }
  return tokens;
}

function lexToken(lexer: Lexer, before: Token | undefined): Token {
  const { source, at } = lexer;
  if (at === 0 && source.startsWith('#!')) return plainToken(lexer, 'comment', /[^\r\n]*/y) ?? unknownToken(lexer);
  const quote = quoteAt(source, at);
  if (quote === "'" || quote === '"' || quote?.length === 3) return lexString(lexer, quote);
  if (quote !== undefined && !lexer.endless.has(quote) && isSlashPossible(before, source.charAt(at + quote.length))) {
    const token = lexString(lexer, quote);
    if (token.closed) return token;
    lexer.at = at;
    lexer.endless.add(quote);
  }
  for (const [kind, , pattern] of plainByCharacter[source.charCodeAt(at)] ?? plain) {
    const token = plainToken(lexer, kind, pattern);
    if (token !== undefined) return token;
  }
  return unknownToken(lexer);
}

function quoteAt(source: string, at: number): Quote | undefined {
  const first = source[at];
  if (first === "'") return source.startsWith("'''", at) ? "'''" : "'";
  if (first === '"') return source.startsWith('"""', at) ? '"""' : '"';
  if (first === '/') return '/';
  return first === '$' && source[at + 1] === '/' ? '$/' : undefined;
}

function plainToken(lexer: Lexer, kind: PlainToken['kind'], pattern: RegExp): PlainToken | undefined {
  const start = lexer.at;
  pattern.lastIndex = start;
  const text = pattern.exec(lexer.source)?.[0];
  if (text === undefined) return undefined;
  lexer.at = start + text.length;
  return { kind, start, end: lexer.at, text };
}

function unknownToken(lexer: Lexer): PlainToken {
  const start = lexer.at;
  lexer.at += 1;
  return { kind: 'unknown', start, end: lexer.at, text: lexer.source.charAt(start) };
}

function lexString(lexer: Lexer, quote: Quote): StringToken {
  const { source } = lexer;
  const form = quoteForms[quote];
  const start = lexer.at;
  const parts: (TokenText | TokenCode)[] = [];
  let textStart = start + quote.length;
  let at = textStart;
  const endText = (end: number): void => {
    if (end === textStart) return;
    parts.push({ kind: 'text', start: textStart, end, value: form.unescape(source.slice(textStart, end)) });
  };
  const finish = (end: number, closed: boolean): StringToken => {
    endText(end);
    lexer.at = closed ? end + form.close.length : end;
    return { kind: 'string', start, end: lexer.at, text: source.slice(start, lexer.at), quote, parts, closed };
  };
  for (;;) {
    form.special.lastIndex = at;
    const found = form.special.exec(source);
    if (found === null) return finish(source.length, false);
    const [special] = found;
    if (special === form.close) return finish(found.index, true);
    if (special === '\n' || special === '\r') return finish(found.index, false);
    at = found.index + (special === '\\' ? escapeLength(source, found.index) : special.length);
    if (special !== '$' || !form.interpolates) continue;
    const code = lexInterpolation(lexer, found.index);
    if (code === undefined) continue;
    endText(found.index);
    parts.push(code);
    textStart = code.end;
    at = code.end;
  }
}

/** A backslash takes what follows along, be it the two characters of an end of line. */
function escapeLength(source: string, at: number): number {
  return Math.min(source.startsWith('\r\n', at + 1) ? 3 : 2, source.length - at);
}

const dotted = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;

/** The code that a `$` at this place begins; undefined where it is a `$` only. */
function lexInterpolation(lexer: Lexer, start: number): TokenCode | undefined {
  const { source } = lexer;
  if (source[start + 1] !== '{') {
    dotted.lastIndex = start + 1;
    const path = dotted.exec(source)?.[0];
    return path === undefined ? undefined : dottedCode(path, start);
  }
  if (lexer.depth >= deepestNesting) return undefined;
  lexer.at = start + 2;
  lexer.depth += 1;
  const tokens = lexCode(lexer, true);
  lexer.depth -= 1;
  return { kind: 'code', start, end: Math.min(lexer.at + 1, source.length), braced: true, tokens };
}

function dottedCode(path: string, start: number): TokenCode {
  const tokens: PlainToken[] = [];
  let at = start + 1;
  for (const text of path.split(/(\.)/)) {
    tokens.push({ kind: text === '.' ? 'operator' : 'name', start: at, end: at + text.length, text });
    at += text.length;
  }
  return { kind: 'code', start, end: at, braced: false, tokens };
}
