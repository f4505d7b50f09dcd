import type { TemplateFunctions } from './functions.js';
import { list, number, text } from './functions.js';
import { compareBytes, isList, print, type Value } from './value.js';

const mostRepeats = 10_000;

/** The text functions of sprig that need neither a clock, an environment nor randomness. */
export const sprigStrings: TemplateFunctions = Object.freeze({
  upper: (value: Value) => text(value).toUpperCase(),
  lower: (value: Value) => text(value).toLowerCase(),
  title: (value: Value) => text(value).replace(/(^|\s)(\S)/gu, (_all, before, first) => before + first.toUpperCase()),
  untitle: (value: Value) => text(value).replace(/(^|\s)(\S)/gu, (_all, before, first) => before + first.toLowerCase()),
  trim: (value: Value) => text(value).trim(),
  trimAll: (cut: Value, value: Value) => trimmed(text(value), text(cut), { start: true, end: true }),
  trimPrefix: (prefix: Value, value: Value) =>
    text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
  trimSuffix: (suffix: Value, value: Value) =>
    text(value).endsWith(text(suffix)) ? text(value).slice(0, text(value).length - text(suffix).length) : text(value),
  nospace: (value: Value) => text(value).replace(/\s/gu, ''),
  contains: (part: Value, value: Value) => text(value).includes(text(part)),
  hasPrefix: (part: Value, value: Value) => text(value).startsWith(text(part)),
  hasSuffix: (part: Value, value: Value) => text(value).endsWith(text(part)),
  replace: (from: Value, to: Value, value: Value) => text(value).replaceAll(text(from), () => text(to)),
  repeat: (times: Value, value: Value) => text(value).repeat(Math.min(number(times), mostRepeats)),
  trunc: (length: Value, value: Value) =>
    number(length) < 0 ? text(value).slice(number(length)) : text(value).slice(0, number(length)),
  substr: (from: Value, to: Value, value: Value) =>
    text(value).slice(Math.max(0, number(from)), number(to) < 0 ? undefined : number(to)),
  abbrev: (width: Value, value: Value) =>
    text(value).length > number(width) && number(width) >= 4
      ? `${text(value).slice(0, number(width) - 3)}...`
      : text(value),
  quote: (...values: readonly Value[]) =>
    present(values)
      .map((value) => JSON.stringify(print(value)))
      .join(' '),
  squote: (...values: readonly Value[]) =>
    present(values)
      .map((value) => `'${print(value)}'`)
      .join(' '),
  cat: (...values: readonly Value[]) => present(values).map(print).join(' '),
  indent: (width: Value, value: Value) => indented(number(width), text(value)),
  nindent: (width: Value, value: Value) => `\n${indented(number(width), text(value))}`,
  toString: (value: Value) => print(value),
  join: (separator: Value, value: Value) => (isList(value) ? value.map(print).join(text(separator)) : print(value)),
  splitList: (separator: Value, value: Value) => text(value).split(text(separator)),
  sortAlpha: (value: Value) => (isList(value) ? value.map(print).sort(compareBytes) : [print(value)]),
  toStrings: (value: Value) => list(value).map(print),
  base: (value: Value) =>
    text(value).replace(/\/+$/, '').split('/').at(-1) || (text(value).startsWith('/') ? '/' : '.'),
  dir: (value: Value) => /^(.*)\/[^/]*$/.exec(text(value))?.[1] || (text(value).startsWith('/') ? '/' : '.'),
  ext: (value: Value) => /\.[^./]*$/.exec(text(value))?.[0] ?? '',
});

function present(values: readonly Value[]): readonly Value[] {
  return values.filter((value) => value !== null && value !== undefined);
}

function indented(width: number, value: string): string {
  return value.replace(/^/gm, ' '.repeat(Math.min(Math.max(0, width), mostRepeats)));
}

function trimmed(value: string, cut: string, sides: { readonly start: boolean; readonly end: boolean }): string {
  const chars = [...value];
  let from = 0;
  let to = chars.length;
  while (sides.start && from < to && cut.includes(chars[from] ?? '')) from += 1;
  while (sides.end && to > from && cut.includes(chars[to - 1] ?? '')) to -= 1;
  return chars.slice(from, to).join('');
}
