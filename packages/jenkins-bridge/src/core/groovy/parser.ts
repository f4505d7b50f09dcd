import type { GroovyNode, OpaqueNode } from './syntax-tree.js';
import type { Token } from './token.js';
import type { SyntaxProblem, TokenStream } from './token-stream.js';

/** The rules that refer to each other, so that the modules of the grammar need not. */
export interface Grammar {
  readonly statement: (parser: Parser) => GroovyNode;
  readonly expression: (parser: Parser) => GroovyNode;
  /** An expression that may be a command: `sh 'make'`. */
  readonly command: (parser: Parser) => GroovyNode;
  readonly closure: (parser: Parser) => GroovyNode;
}

/** Where a parser is in its tokens. */
export interface Parser {
  readonly stream: TokenStream;
  readonly grammar: Grammar;
  /** What the parsers of the code within strings found, too. */
  readonly problems: SyntaxProblem[];
  at: number;
  /** The index of the token that ends what is being parsed. */
  limit: number;
  depth: number;
}

/** Syntax nested deeper than this is opaque, so that no source can exhaust the stack. */
const deepest = 160;

/** The token `ahead` of the next one; undefined where what is being parsed ends before. */
export function peek(parser: Parser, ahead = 0): Token | undefined {
  const index = parser.at + ahead;
  return index < parser.limit ? parser.stream.tokens[index] : undefined;
}

/** Whether the next token is this operator. */
export function isOperator(parser: Parser, text: string, ahead = 0): boolean {
  const token = peek(parser, ahead);
  return token?.kind === 'operator' && token.text === text;
}

/** Whether the next token is this word. */
export function isWord(parser: Parser, text: string, ahead = 0): boolean {
  const token = peek(parser, ahead);
  return token?.kind === 'name' && token.text === text;
}

/** Whether the next token stands on the line of the one before. */
export function onSameLine(parser: Parser, ahead = 0): boolean {
  return parser.stream.startsLine[parser.at + ahead] !== true;
}

/** Takes the next token if it is this operator. */
export function skipOperator(parser: Parser, text: string): boolean {
  const found = isOperator(parser, text);
  if (found) parser.at += 1;
  return found;
}

/** Takes the next token if it is this word. */
export function skipWord(parser: Parser, text: string): boolean {
  const found = isWord(parser, text);
  if (found) parser.at += 1;
  return found;
}

/** Where the next token starts, or where the source that was read ends. */
export function startOf(parser: Parser): number {
  const token = parser.stream.tokens[parser.at];
  return token?.start ?? parser.stream.tokens.at(-1)?.end ?? 0;
}

/** Where the token before the next one ends. */
export function endBefore(parser: Parser): number {
  return parser.stream.tokens[parser.at - 1]?.end ?? startOf(parser);
}

/** Parses what is between the bracket that comes next and its end, and goes behind it, whether all of it was understood or not. */
export function within<T>(parser: Parser, parse: () => T): T {
  const { ends, matched } = parser.stream;
  const opening = parser.at;
  const end = Math.min(ends.get(opening) ?? parser.limit, parser.limit);
  const { limit } = parser;
  parser.at += 1;
  parser.limit = end;
  const result = parse();
  parser.at = matched.has(opening) ? Math.min(end + 1, limit) : end;
  parser.limit = limit;
  return result;
}

/** Parses one level deeper; what is too deep is opaque. */
export function deeper(parser: Parser, parse: (parser: Parser) => GroovyNode): GroovyNode {
  if (parser.depth >= deepest) return opaqueToken(parser);
  parser.depth += 1;
  const node = parse(parser);
  parser.depth -= 1;
  return node;
}

/** The next token, or the next pair of brackets with what is in it, as an opaque node. Closures in the way are parsed. */
export function opaqueToken(parser: Parser): GroovyNode {
  const start = startOf(parser);
  const isClosure = isOperator(parser, '{') && parser.depth < deepest;
  if (isClosure) return deeper(parser, parser.grammar.closure);
  if (parser.stream.ends.has(parser.at)) within(parser, () => undefined);
  else parser.at = Math.min(parser.at + 1, Math.max(parser.limit, parser.at));
  return opaque(start, Math.max(start, endBefore(parser)));
}

/** An opaque node. */
export function opaque(start: number, end: number, inner: readonly GroovyNode[] = []): OpaqueNode {
  return { kind: 'opaque', start, end, inner };
}

/** Statements up to the limit, each separated from the next by the end of its line or by a semicolon. */
export function statements(parser: Parser): readonly GroovyNode[] {
  const body: GroovyNode[] = [];
  for (;;) {
    while (skipOperator(parser, ';'));
    if (parser.at >= parser.limit) return body;
    const before = parser.at;
    body.push(deeper(parser, parser.grammar.statement));
    if (parser.at === before) body.push(opaqueToken(parser));
    const rest = restOfLine(parser);
    if (rest !== undefined) body.push(rest);
  }
}

/** What stands behind a statement on its line and belongs to nothing. */
function restOfLine(parser: Parser): GroovyNode | undefined {
  const isRest = (): boolean =>
    parser.at < parser.limit && onSameLine(parser) && !isOperator(parser, ';') && !isOperator(parser, ':', -1);
  if (!isRest()) return undefined;
  const start = startOf(parser);
  const inner: GroovyNode[] = [];
  while (isRest()) {
    const node = opaqueToken(parser);
    if (node.kind !== 'opaque') inner.push(node);
  }
  return opaque(start, endBefore(parser), inner);
}
