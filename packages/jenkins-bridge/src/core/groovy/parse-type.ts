import { isOperator, onSameLine, type Parser, peek } from './parser.js';

const builtIn = new Set(['def', 'var', 'void', 'int', 'long', 'short', 'byte', 'char', 'boolean', 'float', 'double']);
/** No type has more tokens: a longer look ahead would make parsing quadratic. */
const longestType = 64;

/** How many tokens from `ahead` on are a type: `int`, `String[]`, `java.util.Map<String, List<X>>`; 0 where they are none. */
export function typeLength(parser: Parser, ahead = 0): number {
  const first = peek(parser, ahead);
  if (first?.kind !== 'name') return 0;
  let length = 1;
  while (isOperator(parser, '.', ahead + length) && peek(parser, ahead + length + 1)?.kind === 'name') length += 2;
  const last = peek(parser, ahead + length - 1)?.text ?? '';
  if (!builtIn.has(first.text) && !/^[\p{Lu}]/u.test(last)) return 0;
  length += genericsLength(parser, ahead + length);
  while (isOperator(parser, '[', ahead + length) && isOperator(parser, ']', ahead + length + 1)) length += 2;
  return length;
}

/** Whether a type comes next and then, on the same line, a name: so begins a declaration. */
export function typedNameLength(parser: Parser): number {
  const length = typeLength(parser);
  if (length === 0) return 0;
  const name = peek(parser, length);
  return name?.kind === 'name' && onSameLine(parser, length) && !infix.has(name.text) ? length : 0;
}

const infix = new Set(['in', 'as', 'instanceof']);
const closers: Readonly<Record<string, number>> = { '>': 1, '>>': 2, '>>>': 3 };

function genericsLength(parser: Parser, ahead: number): number {
  if (!isOperator(parser, '<', ahead)) return 0;
  let open = 0;
  for (let length = 0; length < longestType; length += 1) {
    const token = peek(parser, ahead + length);
    if (token === undefined) return 0;
    if (token.text === '<') open += 1;
    else if (token.kind === 'operator') {
      open -= closers[token.text] ?? 0;
      if (open <= 0) return open < 0 ? 0 : length + 1;
      if (closers[token.text] === undefined && !/^[,.?[\]&]$/.test(token.text)) return 0;
    } else if (token.kind !== 'name') return 0;
  }
  return 0;
}
