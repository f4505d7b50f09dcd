/** What a server asks for by `WWW-Authenticate`. Scheme and parameter names are in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const separators = /[\s,]*/y;
const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const equals = /\s*=\s*/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
/** RFC 9110's token68, such as the blob after `Negotiate`: it ends a challenge or is followed by a comma. */
const token68 = /[A-Za-z0-9\-._~+/]+=*(?=\s*(?:,|$))/y;

/**
 * Every challenge of a `WWW-Authenticate` header (RFC 9110, 11.6.1): several in one header, quoted strings that contain commas,
 * parameters with space around `=`. What cannot be read ends the list; it never throws.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: Challenge[] = [];
  const reader = createReader(header);
  reader.take(separators);
  for (let scheme = reader.take(token); scheme !== undefined; scheme = reader.take(token)) {
    challenges.push({ scheme: scheme.toLowerCase(), parameters: readParameters(reader) });
    reader.take(separators);
  }
  return challenges;
}

interface Reader {
  /** The text that `pattern` (sticky) matches here, or its first group; undefined and no movement where it does not match. */
  take(pattern: RegExp): string | undefined;
  position: number;
}

function createReader(text: string): Reader {
  return {
    position: 0,
    take(pattern) {
      pattern.lastIndex = this.position;
      const match = pattern.exec(text);
      if (match === null) return undefined;
      this.position += match[0].length;
      return match[1] ?? match[0];
    },
  };
}

function readParameters(reader: Reader): Map<string, string> {
  const parameters = new Map<string, string>();
  for (;;) {
    const start = reader.position;
    reader.take(separators);
    const name = reader.take(token);
    // A token without `=` is the next challenge's scheme.
    if (name === undefined || reader.take(equals) === undefined) {
      reader.position = start;
      if (parameters.size > 0 || !skipToken68(reader)) return parameters;
      continue;
    }
    const text = reader.take(quoted);
    const value = text === undefined ? reader.take(token) : text.replaceAll(/\\(.)/g, '$1');
    if (value === undefined) return parameters;
    parameters.set(name.toLowerCase(), value);
  }
}

function skipToken68(reader: Reader): boolean {
  const start = reader.position;
  reader.take(/ +/y);
  if (reader.position > start && reader.take(token68) !== undefined) return true;
  reader.position = start;
  return false;
}
