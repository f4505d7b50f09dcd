import { isCodedError } from '../errors/index.js';

const sensitiveName =
  /(?:authorization|cookie|password|passphrase|passwd|secret|token|api[-_]?key|private[-_]?key|credentials?)$/i;
const deepest = 6;
const longestText = 2_000;

/**
 * A value as it may be written to a log: credentials in URLs and authorization headers are taken out, and so is what is named like one;
 * errors become what a reader needs of them; what is too deep, too long or refers to itself is cut. Secrets print as `[redacted]` by themselves.
 */
export function printable(value: unknown): unknown {
  return print(value, { depth: 0, above: [] });
}

/** {@link printable} for the fields of a line. */
export function printableFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return entries(fields, { depth: 0, above: [fields] });
}

interface Place {
  readonly depth: number;
  /** The objects around, to see a circle. */
  readonly above: readonly object[];
}

function print(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return printText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (place.above.includes(value)) return '[circular]';
  if (place.depth >= deepest) return '[deeper]';
  const below = { depth: place.depth + 1, above: [...place.above, value] };
  if (isErrorLike(value)) return printError(value, below);
  if ('toJSON' in value && typeof value.toJSON === 'function') return print(value.toJSON(), below);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map)
    return entries(Object.fromEntries([...value].map(([key, each]) => [String(key), each])), below);
  if (Array.isArray(value) || value instanceof Set) return [...value].map((item) => print(item, below));
  return entries(value, below);
}

function entries(object: object, place: Place): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      isSensitive(name, value) ? '[redacted]' : print(value, place),
    ]),
  );
}

/** A count or a switch is no secret, whatever it is called. */
function isSensitive(name: string, value: unknown): boolean {
  return sensitiveName.test(name) && (typeof value === 'string' || (typeof value === 'object' && value !== null));
}

function printText(text: string): string {
  const clean = text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[redacted]@')
    .replace(/\b(Bearer|Basic) [\w.~+/=-]{16,}/g, '$1 [redacted]');
  return clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean;
}

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack?: unknown;
  readonly cause?: unknown;
}

/** By its shape: `instanceof` fails for errors of another realm. */
function isErrorLike(value: object): value is ErrorLike {
  return (
    'stack' in value &&
    'message' in value &&
    typeof value.message === 'string' &&
    'name' in value &&
    typeof value.name === 'string'
  );
}

/** Name, message, code, hint and other plain fields, then the cause. Where it was thrown matters only for an error that nobody foresaw. */
function printError(error: ErrorLike, place: Place): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const fields = Object.entries(error).filter(
    ([key, value]) =>
      !['name', 'message', 'stack', 'cause'].includes(key) &&
      ['string', 'number', 'boolean'].includes(typeof value) &&
      value !== '',
  );
  const details = entries(Object.fromEntries(fields), place);
  return {
    name,
    message: printText(message),
    ...details,
    ...(isCodedError(error) || typeof stack !== 'string' ? {} : { stack: printText(stack) }),
    ...(cause === undefined ? {} : { cause: print(cause, place) }),
  };
}
