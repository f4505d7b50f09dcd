import { endBefore, isOperator, opaqueToken, type Parser, peek, skipOperator, startOf } from './parser.js';
import type { Argument } from './syntax-tree.js';
import type { Token } from './token.js';

/** Arguments up to the limit: those of a call in parentheses, the items of a list, the entries of a map. What is no argument is passed over. */
export function parseArguments(parser: Parser): readonly Argument[] {
  const found: Argument[] = [];
  while (parser.at < parser.limit) {
    if (skipOperator(parser, ',')) continue;
    const before = parser.at;
    found.push(parseArgument(parser));
    if (parser.at === before) opaqueToken(parser);
  }
  return found;
}

/** The arguments of a command: as long as there are commas. */
export function parseCommandArguments(parser: Parser): readonly Argument[] {
  const found: Argument[] = [];
  do found.push(parseArgument(parser));
  while (skipOperator(parser, ',') && parser.at < parser.limit);
  return found;
}

/** One argument: `value`, `name: value`, `*list`, `*: map`. */
function parseArgument(parser: Parser): Argument {
  const start = startOf(parser);
  const key = peek(parser);
  const isNamed =
    isOperator(parser, ':', 1) && (key?.kind === 'name' || key?.kind === 'string' || key?.kind === 'number');
  if (isNamed) parser.at += 2;
  else if (skipOperator(parser, '*')) skipOperator(parser, ':');
  const first = parser.grammar.expression(parser);
  const computed = !isNamed && skipOperator(parser, ':') ? first : undefined;
  const value = computed === undefined ? first : parser.grammar.expression(parser);
  const name = isNamed ? constantKey(key) : undefined;
  return { start, end: Math.max(value.end, endBefore(parser)), name, key: computed, value };
}

function constantKey(key: Token | undefined): string | undefined {
  if (key?.kind !== 'string') return key?.text;
  const [first, ...rest] = key.parts;
  if (first === undefined) return '';
  return first.kind === 'text' && rest.length === 0 ? first.value : undefined;
}
