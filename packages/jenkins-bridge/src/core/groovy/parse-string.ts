import { type Parser, statements } from './parser.js';
import type { GroovyNode, StringNode } from './syntax-tree.js';
import type { StringToken, TokenCode } from './token.js';
import { streamOf } from './token-stream.js';

/** The parts of a string, the code in it parsed. */
export function parseStringParts(parser: Parser, { parts }: StringToken): StringNode['parts'] {
  return parts.map((part) => {
    if (part.kind === 'text') return part;
    return { kind: 'code', start: part.start, end: part.end, node: parseCode(parser, part) };
  });
}

function parseCode(outer: Parser, { tokens, start, end }: TokenCode): GroovyNode {
  const stream = streamOf(tokens);
  outer.problems.push(...stream.problems);
  const { grammar, problems, depth } = outer;
  const parser: Parser = { stream, grammar, problems, at: 0, limit: stream.tokens.length, depth };
  const body = statements(parser);
  const [only, ...more] = body;
  if (only !== undefined && more.length === 0) return only;
  return { kind: 'block', start, end, body };
}
