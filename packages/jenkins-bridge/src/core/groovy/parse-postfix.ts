import { dots } from './operators.js';
import { parseArguments, parseCommandArguments } from './parse-arguments.js';
import { parsePrimary } from './parse-primary.js';
import { deeper, endBefore, onSameLine, type Parser, peek, within } from './parser.js';
import type { Argument, CallNode, GroovyNode } from './syntax-tree.js';
import type { Token } from './token.js';

/** No chain of members and calls is longer, so that trees stay shallow enough for any walk. */
const longestChain = 100;
/** Words that may follow a value and are no argument of a command. */
const infix = new Set(['in', 'as', 'instanceof', 'else', 'catch', 'finally', 'while']);

/** A value with the members, indexes and calls behind it. */
export function parsePostfix(parser: Parser): GroovyNode {
  return parseLinks(parser, parsePrimary(parser));
}

/** {@link parsePostfix}, or a command: a path, and arguments behind it without parentheses. */
export function parseCommand(parser: Parser): GroovyNode {
  let node = parsePostfix(parser);
  for (let links = 0; links < longestChain && isPath(node) && beginsArgument(parser); links += 1) {
    // `a b c d` is a(b).c(d)
    const name = node.kind === 'call' ? peek(parser) : undefined;
    if (node.kind === 'call' && name?.kind !== 'name') return node;
    if (name !== undefined) node = parseLinks(parser, memberOf(parser, node, name));
    else node = callOf(node, parseCommandArguments(parser), parser);
  }
  return node;
}

function memberOf(parser: Parser, object: GroovyNode, { text, start, end }: Token): GroovyNode {
  parser.at += 1;
  return { kind: 'member', start: object.start, end, object, name: text, property: undefined, nameStart: start };
}

function isPath({ kind }: GroovyNode): boolean {
  return kind === 'name' || kind === 'member' || kind === 'call';
}

function beginsArgument(parser: Parser): boolean {
  const token = peek(parser);
  if (token === undefined || !onSameLine(parser)) return false;
  if (token.kind === 'name') return !infix.has(token.text);
  return token.kind === 'string' || token.kind === 'number';
}

function parseLinks(parser: Parser, first: GroovyNode): GroovyNode {
  let node = first;
  for (let links = 0; links < longestChain; links += 1) {
    const next = parseLink(parser, node);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function parseLink(parser: Parser, node: GroovyNode): GroovyNode | undefined {
  const token = peek(parser);
  if (token?.kind !== 'operator') return undefined;
  if (dots.has(token.text)) return parseMember(parser, node);
  if (!onSameLine(parser)) return undefined;
  if (token.text === '(') return callOf(node, inBrackets(parser), parser);
  if (token.text === '[') {
    const items = inBrackets(parser).map(({ value }) => value);
    return { kind: 'index', start: node.start, end: endBefore(parser), object: node, items };
  }
  return token.text === '{' && isPath(node) ? withClosure(parser, node) : undefined;
}

function inBrackets(parser: Parser): readonly Argument[] {
  return within(parser, () => parseArguments(parser));
}

function callOf(callee: GroovyNode, given: readonly Argument[], parser: Parser): CallNode {
  return { kind: 'call', start: callee.start, end: endBefore(parser), callee, arguments: given };
}

function parseMember(parser: Parser, object: GroovyNode): GroovyNode {
  parser.at += 1;
  const token = peek(parser);
  if (token?.kind === 'name') return memberOf(parser, object, token);
  const nameStart = token?.start ?? endBefore(parser);
  const property = token === undefined ? undefined : deeper(parser, parsePrimary);
  const end = endBefore(parser);
  return { kind: 'member', start: object.start, end, object, name: undefined, property, nameStart };
}

/** A closure behind a call is its last argument; behind a name it is the only one. */
function withClosure(parser: Parser, node: GroovyNode): GroovyNode {
  const value = deeper(parser, parser.grammar.closure);
  const argument = { start: value.start, end: value.end, name: undefined, key: undefined, value };
  if (node.kind !== 'call') return callOf(node, [argument], parser);
  return callOf(node.callee, [...node.arguments, argument], parser);
}
