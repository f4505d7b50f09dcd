import { isList, print, type Value } from './value.js';

const verb = /%(?<flags>[-+# 0]*)(?<width>\d+)?(?:\.(?<precision>\d*))?(?<verb>.)/gsu;
const widest = 10_000;

/** `fmt.Sprintf` for the verbs that make sense in a message: %v %s %d %q %t %x %f %g %e %c. */
export function formatted(format: string, args: readonly Value[]): string {
  let used = 0;
  const text = format.replace(verb, (...match) => {
    const groups: Readonly<Record<string, string | undefined>> = match.at(-1);
    if (groups.verb === '%') return '%';
    if (used >= args.length) return `%!${groups.verb}(MISSING)`;
    const value = args[used];
    used += 1;
    return padded(oneVerb(value, groups), groups);
  });
  const extra = args.slice(used);
  return extra.length === 0
    ? text
    : `${text}%!(EXTRA ${extra.map((arg) => `${typeName(arg)}=${print(arg)}`).join(', ')})`;
}

type Groups = Readonly<Record<string, string | undefined>>;

function oneVerb(value: Value, groups: Groups): string {
  const precision = groups.precision === undefined ? undefined : Number(groups.precision || 0);
  const name = groups.verb ?? '';
  switch (name) {
    case 'v':
      return print(value);
    case 's':
      if (typeof value === 'number' || typeof value === 'boolean') break;
      return truncated(print(value), precision);
    case 'q':
      return isList(value)
        ? `[${value.map((item) => JSON.stringify(print(item))).join(' ')}]`
        : JSON.stringify(print(value));
    case 't':
      if (typeof value !== 'boolean') break;
      return String(value);
    case 'x':
    case 'X':
      return hexadecimal(value, name === 'X');
    default:
      if (typeof value === 'number') return numeric(value, name, groups) ?? bad(name, value);
  }
  return bad(name, value);
}

function numeric(value: number, name: string, groups: Groups): string | undefined {
  const sign = groups.flags?.includes('+') && value >= 0 ? '+' : '';
  const precision = groups.precision === undefined ? 6 : Math.min(Number(groups.precision || 0), 100);
  switch (name) {
    case 'd':
      return Number.isInteger(value) ? `${sign}${value}` : undefined;
    case 'c':
      return String.fromCodePoint(value);
    case 'f':
      return `${sign}${value.toFixed(precision)}`;
    case 'e':
      return `${sign}${value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2')}`;
    case 'g':
      return `${sign}${print(value)}`;
    default:
      return undefined;
  }
}

function hexadecimal(value: Value, upper: boolean): string {
  const digits =
    typeof value === 'number'
      ? value.toString(16)
      : [...new TextEncoder().encode(print(value))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return upper ? digits.toUpperCase() : digits;
}

function truncated(text: string, precision: number | undefined): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('');
}

function padded(text: string, groups: Groups): string {
  const width = Math.min(Number(groups.width ?? 0), widest);
  const missing = Math.max(0, width - [...text].length);
  if (groups.flags?.includes('-')) return text + ' '.repeat(missing);
  if (!groups.flags?.includes('0')) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function bad(name: string, value: Value): string {
  return `%!${name}(${typeName(value)}=${print(value)})`;
}

function typeName(value: Value): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float64') : 'value';
}
