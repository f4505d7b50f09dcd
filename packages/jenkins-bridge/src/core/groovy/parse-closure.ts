import {
  deeper,
  endBefore,
  isOperator,
  type Parser,
  peek,
  skipOperator,
  startOf,
  statements,
  within,
} from './parser.js';
import type { GroovyNode } from './syntax-tree.js';

/** No list of parameters has more tokens: a longer look ahead would make parsing quadratic. */
const longestParameters = 64;

/** `{ … }` as a closure. */
export function parseClosure(parser: Parser): GroovyNode {
  const start = startOf(parser);
  const { parameters, body } = within(parser, () => ({
    parameters: parseParameters(parser),
    body: statements(parser),
  }));
  return { kind: 'closure', start, end: endBefore(parser), parameters, body };
}

/** The names before the arrow; none where there is no arrow. */
function parseParameters(parser: Parser): readonly string[] {
  const arrow = arrowAhead(parser);
  if (arrow === undefined) return [];
  const end = parser.at + arrow;
  const { limit } = parser;
  parser.limit = end;
  const names = parameterNames(parser);
  parser.limit = limit;
  parser.at = end + 1;
  return names;
}

function arrowAhead(parser: Parser): number | undefined {
  for (let ahead = 0; ahead < longestParameters; ahead += 1) {
    const token = peek(parser, ahead);
    if (token === undefined) return undefined;
    if (token.text === '->') return ahead;
    if (token.kind === 'operator' && !/^(?:[,.=<>[\]?:]|>>|\.\.\.)$/.test(token.text)) return undefined;
  }
  return undefined;
}

/** The names of parameters up to the limit: of each, the last word before its default value. */
export function parameterNames(parser: Parser): readonly string[] {
  const names: string[] = [];
  let name: string | undefined;
  const finish = (): void => {
    if (name !== undefined) names.push(name);
    name = undefined;
  };
  while (parser.at < parser.limit) {
    const token = peek(parser);
    if (skipOperator(parser, ',')) finish();
    else if (skipOperator(parser, '=')) deeper(parser, parser.grammar.expression);
    else if (parser.stream.ends.has(parser.at) && !isOperator(parser, '{')) within(parser, () => undefined);
    else {
      if (token?.kind === 'name') name = token.text;
      parser.at += 1;
    }
  }
  finish();
  return names;
}
