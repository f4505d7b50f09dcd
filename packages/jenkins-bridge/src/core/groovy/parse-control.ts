import {
  deeper,
  endBefore,
  isOperator,
  isWord,
  onSameLine,
  opaque,
  type Parser,
  peek,
  skipOperator,
  skipWord,
  startOf,
  statements,
  within,
} from './parser.js';
import type { BlockNode, GroovyNode } from './syntax-tree.js';

type ParseControl = (parser: Parser, start: number) => GroovyNode | undefined;

const controls: Readonly<Record<string, ParseControl>> = {
  if: parseIf,
  for: parseLoop,
  while: parseLoop,
  do: parseDo,
  switch: parseSwitch,
  try: parseTry,
  return: parseJump,
  throw: parseJump,
  break: parseJump,
  continue: parseJump,
  assert: parseJump,
  case: parseJump,
  import: parseImport,
  package: parseImport,
};

/** The statement that this word begins; undefined where it begins none, as in `package: 'a'` or `x.if(y)`. */
export function parseControl(parser: Parser, word: string): GroovyNode | undefined {
  const parse = Object.hasOwn(controls, word) ? controls[word] : undefined;
  if (parse === undefined || isOperator(parser, ':', 1) || isOperator(parser, '=', 1)) return undefined;
  return parse(parser, startOf(parser));
}

function parseIf(parser: Parser, start: number): GroovyNode | undefined {
  if (!isOperator(parser, '(', 1)) return undefined;
  const test = parseHeader(parser);
  const whenTrue = parseBody(parser) ?? opaque(endBefore(parser), endBefore(parser));
  if (isOperator(parser, ';') && isWord(parser, 'else', 1)) parser.at += 1;
  const whenFalse = skipWord(parser, 'else') ? parseBody(parser) : undefined;
  return { kind: 'if', start, end: endBefore(parser), test: together(test, parser), whenTrue, whenFalse };
}

function parseLoop(parser: Parser, start: number): GroovyNode | undefined {
  if (!isOperator(parser, '(', 1)) return undefined;
  const header = parseHeader(parser);
  return { kind: 'loop', start, body: parseBody(parser), end: endBefore(parser), header };
}

function parseDo(parser: Parser, start: number): GroovyNode | undefined {
  if (!isOperator(parser, '{', 1)) return undefined;
  parser.at += 1;
  const body = parseBody(parser);
  const header = isWord(parser, 'while') && isOperator(parser, '(', 1) ? parseHeader(parser) : [];
  return { kind: 'loop', start, end: endBefore(parser), header, body };
}

function parseSwitch(parser: Parser, start: number): GroovyNode | undefined {
  if (!isOperator(parser, '(', 1)) return undefined;
  const subject = together(parseHeader(parser), parser);
  const body = isOperator(parser, '{') ? within(parser, () => statements(parser)) : [];
  return { kind: 'switch', start, end: endBefore(parser), subject, body };
}

function parseTry(parser: Parser, start: number): GroovyNode | undefined {
  if (!isOperator(parser, '{', 1) && !isOperator(parser, '(', 1)) return undefined;
  parser.at += 1;
  if (isOperator(parser, '(')) within(parser, () => undefined);
  const body = parseBlock(parser);
  const handlers: BlockNode[] = [];
  while (isWord(parser, 'catch') && isOperator(parser, '(', 1)) {
    parser.at += 1;
    within(parser, () => undefined);
    handlers.push(parseBlock(parser));
  }
  const last = skipWord(parser, 'finally') ? parseBlock(parser) : undefined;
  return { kind: 'try', start, end: endBefore(parser), body, handlers, last };
}

function parseJump(parser: Parser, start: number): GroovyNode {
  const word = peek(parser)?.text ?? '';
  parser.at += 1;
  const isDone = (): boolean => peek(parser) === undefined || isOperator(parser, ';') || !onSameLine(parser);
  const values = isDone() ? [] : [parser.grammar.command(parser)];
  // `assert test : message` and `case value:`
  if (skipOperator(parser, ':') && word === 'assert' && !isDone()) values.push(parser.grammar.expression(parser));
  return { kind: 'jump', start, end: endBefore(parser), word, values };
}

function parseImport(parser: Parser, start: number): GroovyNode | undefined {
  if (peek(parser, 1)?.kind !== 'name' || !onSameLine(parser, 1)) return undefined;
  const from = parser.at;
  parser.at += 1;
  while (parser.at < parser.limit && onSameLine(parser) && !isOperator(parser, ';')) parser.at += 1;
  const words = parser.stream.tokens.slice(from, parser.at).map(({ text }) => text);
  return { kind: 'import', start, end: endBefore(parser), text: words.join(' ') };
}

/** What is in the parentheses behind a word: statements, whatever separates them. */
function parseHeader(parser: Parser): readonly GroovyNode[] {
  parser.at += 1;
  return within(parser, () => {
    const parts: GroovyNode[] = [];
    while (parser.at < parser.limit) {
      const before = parser.at;
      if (skipOperator(parser, ';') || skipOperator(parser, ':') || skipOperator(parser, ',') || skipWord(parser, 'in'))
        continue;
      parts.push(deeper(parser, parser.grammar.statement));
      if (parser.at === before) parser.at += 1;
    }
    return parts;
  });
}

function together(parts: readonly GroovyNode[], parser: Parser): GroovyNode {
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return only;
  return opaque(only?.start ?? endBefore(parser), endBefore(parser), parts);
}

/** The statement that a condition or a loop is about; undefined where there is none. */
function parseBody(parser: Parser): GroovyNode | undefined {
  if (peek(parser) === undefined || isOperator(parser, ';')) return undefined;
  return isOperator(parser, '{') ? parseBlock(parser) : deeper(parser, parser.grammar.statement);
}

function parseBlock(parser: Parser): BlockNode {
  const start = startOf(parser);
  const body = isOperator(parser, '{') ? within(parser, () => statements(parser)) : [];
  return { kind: 'block', start, end: endBefore(parser), body };
}
