import { compileExpression, type Expression } from '@towline/shared/policy';
import { number, type TemplateFunctions, text } from './functions.js';
import { TemplateError } from './template-error.js';
import type { Value } from './value.js';

const mostItems = 10_000;

/** The functions of sprig on regular expressions, in Go's syntax, and on the spelling of words. */
export const sprigPatterns: TemplateFunctions = Object.freeze({
  regexMatch: (pattern: Value, value: Value) => expression(pattern).test(text(value)),
  regexFind: (pattern: Value, value: Value) => found(pattern, value, 1)[0] ?? '',
  regexFindAll: (pattern: Value, value: Value, most: Value) => found(pattern, value, number(most)),
  regexReplaceAll: (pattern: Value, value: Value, to: Value) =>
    replaced(pattern, value, (groupOf) => expanded(text(to), groupOf)),
  regexReplaceAllLiteral: (pattern: Value, value: Value, to: Value) => replaced(pattern, value, () => text(to)),
  regexSplit: (pattern: Value, value: Value, most: Value) => split(pattern, text(value), number(most)),
  snakecase: (value: Value) => wordsOf(value).join('_'),
  kebabcase: (value: Value) => wordsOf(value).join('-'),
  camelcase: (value: Value) => wordsOf(value).map(capital).join(''),
  plural: (one: Value, many: Value, count: Value) => (number(count) === 1 ? one : many),
  until: (count: Value) => Array.from({ length: Math.min(Math.max(0, number(count)), mostItems) }, (_, index) => index),
  fail: (message: Value) => {
    throw new TemplateError('template-execution', text(message));
  },
});

function expression(pattern: Value): Expression {
  const reading = compileExpression(text(pattern));
  if (reading.kind === 'expression') return reading.expression;
  throw new TemplateError('template-execution', `${text(pattern)} is no regular expression: ${reading.problem}`);
}

/** All matches where `most` is negative. */
function found(pattern: Value, value: Value, most: number): readonly string[] {
  const matcher = expression(pattern).matcher(text(value));
  const matches: string[] = [];
  while ((most < 0 || matches.length < most) && matches.length < mostItems && matcher.find()) {
    matches.push(matcher.group() ?? '');
  }
  return matches;
}

type GroupOf = (name: string) => string;

function replaced(pattern: Value, value: Value, replacement: (groupOf: GroupOf) => string): string {
  const source = text(value);
  const matcher = expression(pattern).matcher(source);
  const count = matcher.groupCount();
  const groupOf = (name: string): string => (Number(name) <= count ? (matcher.group(Number(name)) ?? '') : '');
  let made = '';
  let from = 0;
  while (matcher.find()) {
    made += source.slice(from, matcher.start()) + replacement(groupOf);
    from = matcher.end();
  }
  return made + source.slice(from);
}

/** `$1` and `${1}` stand for groups, `$$` for a dollar. As in Go, `$1x` is the group `1x`, which there is not. */
function expanded(to: string, groupOf: GroupOf): string {
  return to.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (all, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return all.slice(1);
    return /^\d+$/.test(name) ? groupOf(name) : '';
  });
}

/** What stands between the matches; with a positive `most`, the last piece is whatever remains. */
function split(pattern: Value, value: string, most: number): readonly string[] {
  const matcher = expression(pattern).matcher(value);
  const pieces: string[] = [];
  let from = 0;
  while ((most < 0 || pieces.length < most - 1) && pieces.length < mostItems && matcher.find()) {
    if (matcher.end() === 0) continue;
    pieces.push(value.slice(from, matcher.start()));
    from = matcher.end();
  }
  return most === 0 ? [] : [...pieces, value.slice(from)];
}

/** `fooBar baz-qux` is `foo`, `bar`, `baz`, `qux`. */
function wordsOf(value: Value): readonly string[] {
  const parted = text(value).replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2');
  return parted.split(/[\s_-]+/u).flatMap((word) => (word === '' ? [] : word.toLowerCase()));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
