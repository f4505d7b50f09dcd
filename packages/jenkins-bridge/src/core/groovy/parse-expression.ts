import { ambiguousAtLineStart, assigning, precedence, prefixes } from './operators.js';
import { parseCommand, parsePostfix } from './parse-postfix.js';
import { typeLength } from './parse-type.js';
import { deeper, endBefore, isOperator, onSameLine, type Parser, peek, skipOperator } from './parser.js';
import type { GroovyNode } from './syntax-tree.js';

/** An expression as it stands in an argument: no commands in it. */
export function parseExpression(parser: Parser): GroovyNode {
  return deeper(parser, (inner) => parseAssignment(inner, parsePostfix));
}

/** An expression as it stands in a statement or behind `=`: `checkout scm` and `x = sh script: 'y'` are some. */
export function parseStatementExpression(parser: Parser): GroovyNode {
  return deeper(parser, (inner) => parseAssignment(inner, parseCommand));
}

type ParseOperand = (parser: Parser) => GroovyNode;

function parseAssignment(parser: Parser, operand: ParseOperand): GroovyNode {
  const target = parseConditional(parser, operand);
  const operator = peek(parser);
  if (operator?.kind !== 'operator' || !assigning.has(operator.text)) return target;
  parser.at += 1;
  const value = operand === parseCommand ? parseStatementExpression(parser) : parseExpression(parser);
  return { kind: 'assignment', start: target.start, end: value.end, operator: operator.text, target, value };
}

function parseConditional(parser: Parser, operand: ParseOperand): GroovyNode {
  const test = parseOperation(parser, 1, operand);
  if (skipOperator(parser, '?:')) {
    const whenFalse = parseExpression(parser);
    return { kind: 'conditional', start: test.start, end: whenFalse.end, test, whenTrue: undefined, whenFalse };
  }
  if (!skipOperator(parser, '?')) return test;
  const whenTrue = parseExpression(parser);
  const whenFalse = skipOperator(parser, ':') ? parseExpression(parser) : undefined;
  return { kind: 'conditional', start: test.start, end: (whenFalse ?? whenTrue).end, test, whenTrue, whenFalse };
}

/** Operands in a row whose operators bind at least as tightly as `lowest`. Operators of one rank make one node, so that long sums stay flat. */
function parseOperation(parser: Parser, lowest: number, operand: ParseOperand): GroovyNode {
  let left = parseUnary(parser, operand);
  for (;;) {
    const rank = nextRank(parser);
    if (rank < lowest) return left;
    if (parser.stream.tokens[parser.at]?.text === 'as') {
      left = parseAs(parser, left);
      continue;
    }
    const operators: string[] = [];
    const operands = [left];
    while (nextRank(parser) === rank && !isAs(parser)) {
      operators.push(peek(parser)?.text ?? '');
      parser.at += 1;
      operands.push(parseOperation(parser, rank + 1, parsePostfix));
    }
    left = { kind: 'operation', start: left.start, end: endBefore(parser), operators, operands };
  }
}

function parseAs(parser: Parser, value: GroovyNode): GroovyNode {
  parser.at += 1;
  const from = parser.at;
  parser.at += Math.max(typeLength(parser), peek(parser) === undefined ? 0 : 1);
  const type = parser.stream.tokens
    .slice(from, parser.at)
    .map(({ text }) => text)
    .join('');
  return { kind: 'cast', start: value.start, end: endBefore(parser), type, value };
}

function isAs(parser: Parser): boolean {
  return peek(parser)?.text === 'as';
}

/** How tightly the operator that comes next binds; 0 where none does. */
function nextRank(parser: Parser): number {
  const token = peek(parser);
  if (token === undefined || (token.kind !== 'operator' && token.kind !== 'name')) return 0;
  if (!onSameLine(parser) && (token.kind === 'name' || ambiguousAtLineStart.has(token.text))) return 0;
  return Object.hasOwn(precedence, token.text) ? (precedence[token.text] ?? 0) : 0;
}

function parseUnary(parser: Parser, operand: ParseOperand): GroovyNode {
  const token = peek(parser);
  if (token?.kind !== 'operator' || !prefixes.has(token.text)) return withPostfixOperator(parser, operand(parser));
  parser.at += 1;
  const value = deeper(parser, (inner) => parseUnary(inner, parsePostfix));
  return { kind: 'operation', start: token.start, end: value.end, operators: [token.text], operands: [value] };
}

function withPostfixOperator(parser: Parser, value: GroovyNode): GroovyNode {
  const token = peek(parser);
  if (!onSameLine(parser) || !(isOperator(parser, '++') || isOperator(parser, '--'))) return value;
  parser.at += 1;
  const end = endBefore(parser);
  return { kind: 'operation', start: value.start, end, operators: [token?.text ?? ''], operands: [value] };
}
