import { parseArguments } from './parse-arguments.js';
import { parameterNames } from './parse-closure.js';
import { parseControl } from './parse-control.js';
import { typedNameLength } from './parse-type.js';
import {
  deeper,
  endBefore,
  isOperator,
  isWord,
  onSameLine,
  type Parser,
  peek,
  skipOperator,
  startOf,
  statements,
  within,
} from './parser.js';
import type { Annotation, BlockNode, Declarator, GroovyNode } from './syntax-tree.js';

const modifiers = new Set([
  'def',
  'var',
  'final',
  'static',
  'private',
  'public',
  'protected',
  'abstract',
  'synchronized',
  'transient',
]);
const classWords = new Set(['class', 'interface', 'enum', 'trait']);

/** One statement, whatever it is. */
export function parseStatement(parser: Parser): GroovyNode {
  const token = peek(parser);
  if (isOperator(parser, '{') && !isClosure(parser)) return parseBlock(parser);
  if (isOperator(parser, '@') && peek(parser, 1)?.kind === 'name') return parseAnnotated(parser);
  if (token?.kind !== 'name') return parser.grammar.command(parser);
  return (
    parseControl(parser, token.text) ??
    parseDeclared(parser, token.text) ??
    parseLabel(parser) ??
    parser.grammar.command(parser)
  );
}

function isClosure(parser: Parser): boolean {
  return (
    isOperator(parser, '->', 1) || (peek(parser, 1)?.kind === 'name' && /^(?:->|,)$/.test(peek(parser, 2)?.text ?? ''))
  );
}

/** `{ … }` as a block. */
function parseBlock(parser: Parser): BlockNode {
  const start = startOf(parser);
  const body = within(parser, () => statements(parser));
  return { kind: 'block', start, end: endBefore(parser), body };
}

function parseLabel(parser: Parser): GroovyNode | undefined {
  if (!isOperator(parser, ':', 1)) return undefined;
  const start = startOf(parser);
  const name = peek(parser)?.text ?? '';
  parser.at += 2;
  const statement = peek(parser) === undefined ? undefined : deeper(parser, parseStatement);
  return { kind: 'label', start, end: endBefore(parser), name, statement };
}

function parseAnnotated(parser: Parser): GroovyNode {
  const start = startOf(parser);
  const annotations: Annotation[] = [];
  while (isOperator(parser, '@') && peek(parser, 1)?.kind === 'name') annotations.push(parseAnnotation(parser));
  const statement = peek(parser) === undefined ? undefined : deeper(parser, parseStatement);
  return { kind: 'annotated', start, end: endBefore(parser), annotations, statement };
}

function parseAnnotation(parser: Parser): Annotation {
  const start = startOf(parser);
  let name = peek(parser, 1)?.text ?? '';
  parser.at += 2;
  while (isOperator(parser, '.') && peek(parser, 1)?.kind === 'name') {
    name = peek(parser, 1)?.text ?? '';
    parser.at += 2;
  }
  const given = isOperator(parser, '(') && onSameLine(parser) ? within(parser, () => parseArguments(parser)) : [];
  return { start, end: endBefore(parser), name, arguments: given };
}

/** A declaration of variables, of a method or of a class; undefined where none begins here. */
function parseDeclared(parser: Parser, word: string): GroovyNode | undefined {
  const start = startOf(parser);
  const isModified =
    modifiers.has(word) &&
    onSameLine(parser, 1) &&
    (peek(parser, 1)?.kind !== 'operator' || isOperator(parser, '(', 1));
  if (!isModified && !classWords.has(word) && typedNameLength(parser) === 0) return undefined;
  if (classWords.has(word) && peek(parser, 1)?.kind !== 'name') return undefined;
  while (modifiers.has(peek(parser)?.text ?? '')) parser.at += 1;
  if (classWords.has(peek(parser)?.text ?? '')) return parseClass(parser, start);
  parser.at += typedNameLength(parser);
  if (isOperator(parser, '(') && word === 'def') return parseTuple(parser, start);
  const isMethod = isOperator(parser, '(', 1) && onSameLine(parser, 1);
  return isMethod ? parseMethod(parser, start) : parseVariables(parser, start);
}

function parseClass(parser: Parser, start: number): GroovyNode {
  const name = peek(parser, 1)?.text ?? '';
  while (parser.at < parser.limit && !isOperator(parser, '{')) parser.at += 1;
  const body = isOperator(parser, '{') ? parseBlock(parser).body : [];
  return { kind: 'class', start, end: endBefore(parser), name, body };
}

function parseMethod(parser: Parser, start: number): GroovyNode {
  const token = peek(parser);
  const name = token?.kind === 'string' ? token.text.slice(1, -1) : (token?.text ?? '');
  parser.at += 1;
  const parameters = within(parser, () => parameterNames(parser));
  if (isWord(parser, 'throws')) {
    while (parser.at < parser.limit && !isOperator(parser, '{') && onSameLine(parser)) parser.at += 1;
  }
  const body = isOperator(parser, '{') ? parseBlock(parser) : undefined;
  return { kind: 'method', start, end: endBefore(parser), name, parameters, body };
}

function parseVariables(parser: Parser, start: number): GroovyNode {
  const declarators: Declarator[] = [];
  do {
    const name = peek(parser);
    if (name?.kind !== 'name') break;
    parser.at += 1;
    const value = skipOperator(parser, '=') ? parser.grammar.command(parser) : undefined;
    declarators.push({ start: name.start, end: endBefore(parser), name: name.text, value });
  } while (skipOperator(parser, ','));
  return { kind: 'declaration', start, end: endBefore(parser), declarators };
}

/** `(a, b) = value` */
function parseTuple(parser: Parser, start: number): GroovyNode {
  const names = within(parser, () => parameterNames(parser));
  const from = startOf(parser);
  const value = skipOperator(parser, '=') ? parser.grammar.command(parser) : undefined;
  const end = endBefore(parser);
  const declarators = names.map((name, index) => ({ start: from, end, name, value: index === 0 ? value : undefined }));
  return { kind: 'declaration', start, end, declarators };
}
