import { lex } from './lex.js';
import { parseClosure } from './parse-closure.js';
import { parseExpression, parseStatementExpression } from './parse-expression.js';
import { parseStatement } from './parse-statement.js';
import { opaque, type Parser, statements } from './parser.js';
import type { GroovyNode } from './syntax-tree.js';
import type { Token } from './token.js';
import { type SyntaxProblem, streamOf } from './token-stream.js';

/** A Groovy source, read. */
export interface GroovySource {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly body: readonly GroovyNode[];
  /** What cannot be what was meant, in the order of the source: brackets and strings that are not closed. */
  readonly problems: readonly SyntaxProblem[];
}

/** A source with more characters is not read. */
export const longestSource = 1_000_000;

const grammar = {
  statement: parseStatement,
  expression: parseExpression,
  command: parseStatementExpression,
  closure: parseClosure,
};

/**
 * Reads Groovy as Jenkinsfiles use it. It never throws and never executes anything: what it has no form for is an opaque node with its
 * position. Time is linear in the length of the source and depth is bounded; a source longer than {@link longestSource} is one opaque node.
 */
export function parseGroovy(text: string): GroovySource {
  if (text.length > longestSource) return tooLong(text);
  const tokens = lex(text);
  const stream = streamOf(tokens);
  const problems = [...stream.problems];
  const parser: Parser = { stream, grammar, problems, at: 0, limit: stream.tokens.length, depth: 0 };
  const body = statements(parser);
  return { text, tokens, body, problems: problems.sort((a, b) => a.start - b.start) };
}

function tooLong(text: string): GroovySource {
  const { length } = text;
  const message = `The file has ${length} characters; more than ${longestSource} are not read.`;
  return { text, tokens: [], body: [opaque(0, length)], problems: [{ start: 0, end: 0, message }] };
}
