import { parseArguments } from './parse-arguments.js';
import { parseStringParts } from './parse-string.js';
import { typeLength } from './parse-type.js';
import { deeper, endBefore, isOperator, opaque, opaqueToken, type Parser, peek, startOf, within } from './parser.js';
import type { Argument, GroovyNode } from './syntax-tree.js';
import type { Token } from './token.js';

const constants = new Set(['true', 'false', 'null']);

/** A value without operators, members or calls behind it. */
export function parsePrimary(parser: Parser): GroovyNode {
  const token = peek(parser);
  if (token === undefined) return opaque(startOf(parser), startOf(parser));
  const { start, end } = token;
  switch (token.kind) {
    case 'string':
      parser.at += 1;
      return { kind: 'string', start, end, quote: token.quote, parts: parseStringParts(parser, token) };
    case 'number':
      parser.at += 1;
      return { kind: 'constant', start, end, text: token.text };
    case 'name':
      return parseName(parser, token);
    default:
      return parseBracket(parser, token);
  }
}

function parseName(parser: Parser, { start, end, text }: Token): GroovyNode {
  if (text === 'new' && peek(parser, 1)?.kind === 'name') return parseNew(parser, start);
  parser.at += 1;
  return constants.has(text) ? { kind: 'constant', start, end, text } : { kind: 'name', start, end, name: text };
}

function parseNew(parser: Parser, start: number): GroovyNode {
  parser.at += 1;
  const typeStart = parser.at;
  parser.at += Math.max(typeLength(parser), 1);
  const type = parser.stream.tokens
    .slice(typeStart, parser.at)
    .map(({ text }) => text)
    .join('');
  const inBrackets = (): readonly Argument[] => within(parser, () => parseArguments(parser));
  const given = isOperator(parser, '(') || isOperator(parser, '[') ? inBrackets() : [];
  return { kind: 'new', start, end: endBefore(parser), type, arguments: given };
}

function parseBracket(parser: Parser, { start, text }: Token): GroovyNode {
  switch (text) {
    case '(':
      return parseCast(parser, start) ?? parseParentheses(parser, start);
    case '[':
      return parseSquareBrackets(parser, start);
    case '{':
      return deeper(parser, parser.grammar.closure);
    default:
      return opaqueToken(parser);
  }
}

function parseCast(parser: Parser, start: number): GroovyNode | undefined {
  const length = typeLength(parser, 1);
  if (length === 0 || !isOperator(parser, ')', length + 1)) return undefined;
  const next = peek(parser, length + 2);
  const isValue = next !== undefined && (next.kind !== 'operator' || next.text === '(' || next.text === '[');
  if (!isValue || ['in', 'as', 'instanceof'].includes(next.text)) return undefined;
  const type = parser.stream.tokens
    .slice(parser.at + 1, parser.at + length + 1)
    .map((each) => each.text)
    .join('');
  parser.at += length + 2;
  const value = deeper(parser, parser.grammar.expression);
  return { kind: 'cast', start, end: value.end, type, value };
}

function parseParentheses(parser: Parser, start: number): GroovyNode {
  const items = within(parser, () => parseArguments(parser)).map(({ value }) => value);
  const [only, ...more] = items;
  if (only !== undefined && more.length === 0) return only;
  return { kind: 'list', start, end: endBefore(parser), items };
}

function parseSquareBrackets(parser: Parser, start: number): GroovyNode {
  let isMap = false;
  const entries = within(parser, () => {
    isMap = isOperator(parser, ':') && peek(parser, 1) === undefined;
    return isMap ? [] : parseArguments(parser);
  });
  const end = endBefore(parser);
  if (isMap || entries.some(({ name, key }) => name !== undefined || key !== undefined)) {
    return { kind: 'map', start, end, entries };
  }
  return { kind: 'list', start, end, items: entries.map(({ value }) => value) };
}
