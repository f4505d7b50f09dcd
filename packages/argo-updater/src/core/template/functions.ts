import { formatted } from './printf.js';
import { TemplateError } from './template-error.js';
import { compareBytes, isList, isMap, isTrue, print, Struct, type Value } from './value.js';

/** What a template may call, by name. A function throws a `template-execution` {@link TemplateError} for arguments it cannot take. */
export type TemplateFunctions = Readonly<Record<string, (...args: readonly Value[]) => Value>>;

/** The functions of Go's text/template. `and` and `or` are here for their names: the interpreter stops at the argument that settles them. */
export const goFunctions: TemplateFunctions = Object.freeze({
  and: (...args: readonly Value[]) => args.find((arg) => !isTrue(arg)) ?? args.at(-1),
  or: (...args: readonly Value[]) => args.find(isTrue) ?? args.at(-1),
  not: (value: Value) => !isTrue(value),
  len: lengthOf,
  index: (value: Value, ...keys: readonly Value[]) => keys.reduce(indexInto, value),
  slice,
  print: joinedLikeSprint,
  println: (...args: readonly Value[]) => `${args.map(print).join(' ')}\n`,
  printf: (format: Value, ...args: readonly Value[]) => formatted(text(format), args),
  html: (...args: readonly Value[]) =>
    joinedLikeSprint(...args).replace(/[&<>"'\0]/g, (char) => htmlEscapes[char] ?? char),
  urlquery: (...args: readonly Value[]) => encodeURIComponent(joinedLikeSprint(...args)).replaceAll('%20', '+'),
  eq: (first: Value, ...others: readonly Value[]) => others.some((other) => equal(first, other)),
  ne: (a: Value, b: Value) => !equal(a, b),
  lt: (a: Value, b: Value) => compare(a, b) < 0,
  le: (a: Value, b: Value) => compare(a, b) <= 0,
  gt: (a: Value, b: Value) => compare(a, b) > 0,
  ge: (a: Value, b: Value) => compare(a, b) >= 0,
});

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\0': '\uFFFD',
};

/** The value as text; a value that is no text is refused. */
export function text(value: Value): string {
  if (typeof value === 'string') return value;
  throw wrongArgument(value, 'text');
}

/** The value as a number; a value that is no number is refused. */
export function number(value: Value): number {
  if (typeof value === 'number') return value;
  throw wrongArgument(value, 'a number');
}

/** The value as a list; a value that is no list is refused. */
export function list(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw wrongArgument(value, 'a list');
}

/** The error for an argument of the wrong kind. */
export function wrongArgument(value: Value, expected: string): TemplateError {
  return new TemplateError('template-execution', `${expected} is expected, not ${print(value)}`);
}

/** Number of bytes of a text, of items of a list, of entries of a map. */
function lengthOf(value: Value): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (isList(value)) return value.length;
  if (isMap(value)) return value.size;
  throw wrongArgument(value, 'something with a length');
}

function indexInto(value: Value, key: Value): Value {
  if (isMap(value)) return value.get(typeof key === 'number' || key instanceof Struct ? key : text(key)) ?? '';
  const items = list(value);
  const position = number(key);
  if (position < 0 || position >= items.length) throw wrongArgument(key, `an index below ${items.length}`);
  return items[position];
}

function slice(value: Value, from: Value = 0, to: Value = undefined): Value {
  const end = to === undefined ? undefined : number(to);
  if (isList(value)) return value.slice(number(from), end);
  return new TextDecoder().decode(new TextEncoder().encode(text(value)).subarray(number(from), end));
}

/** `fmt.Sprint`: a space between two operands where neither is text. */
function joinedLikeSprint(...args: readonly Value[]): string {
  return args
    .map((arg, i) => {
      const previous = args[i - 1];
      const spaced = i > 0 && typeof arg !== 'string' && typeof previous !== 'string';
      return `${spaced ? ' ' : ''}${print(arg)}`;
    })
    .join('');
}

function equal(a: Value, b: Value): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a !== typeof b || isList(a) || isMap(a)) {
    throw new TemplateError('template-execution', `${print(a)} and ${print(b)} cannot be compared`);
  }
  return a === b;
}

function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareBytes(text(a), text(b));
}
