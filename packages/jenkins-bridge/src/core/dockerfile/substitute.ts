import { invalidAt } from './dockerfile-error.js';
import { replaceMatches, withoutBeginning, withoutEnd } from './wildcard.js';

/** The variables that a text may name. */
export type Variables = ReadonlyMap<string, string>;

/** What a substitution works with. */
export interface Substitution {
  readonly variables: Variables;
  readonly escapeCharacter: string;
  /** Of the instruction, for errors. */
  readonly line: number;
  /** As in a here-document: quotes mean nothing, and the escape character only takes `$` and itself literally. */
  readonly verbatim?: boolean | undefined;
}

/** `${a:-${b:-…}}` may be nested as deep as anybody would. */
const maxDepth = 64;
/** Patterns are matched in quadratic time. */
const maxMatched = 8_192;

/**
 * Replaces variables as BuildKit does: `$name`, `${name}`, `${name:-word}`, `:+`, `:?` and their forms without colon, `#`, `##`, `%`, `%%`,
 * `/` and `//`. Quotes are taken off: single ones keep everything, double ones everything but variables. What is unset is empty.
 */
export function substitute(text: string, how: Substitution): string {
  return new Substituter(text, how).run();
}

class Substituter {
  readonly #text: string;
  readonly #how: Substitution;
  readonly #verbatim: boolean;
  #at = 0;
  #depth = 0;

  constructor(text: string, how: Substitution) {
    this.#text = text;
    this.#how = how;
    this.#verbatim = how.verbatim ?? false;
  }

  run(): string {
    return this.#until('');
  }

  /** Reads to the first bare character of `stops`, and past it; to the end where there are none. */
  #until(stops: string): string {
    let result = '';
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (stops.includes(character)) return result;
      if (character === "'" && !this.#verbatim) result += this.#single();
      else if (character === '"' && !this.#verbatim) result += this.#double();
      else if (character === this.#how.escapeCharacter && this.#verbatim) result += this.#escaped('$');
      else if (character === '$') result += this.#dollar();
      else if (character === this.#how.escapeCharacter) {
        this.#at += 1;
        result += this.#take();
      } else result += this.#take();
    }
    if (stops === '') return result;
    throw this.#broken('a } is missing');
  }

  #take(): string {
    const character = this.#text.charAt(this.#at);
    this.#at += 1;
    return character;
  }

  #single(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end === -1) throw this.#broken("a ' is never closed");
    const inside = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inside;
  }

  #double(): string {
    let result = '';
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '"') {
        this.#at += 1;
        return result;
      }
      if (character === '$') result += this.#dollar();
      else if (character === this.#how.escapeCharacter) result += this.#escaped('$"');
      else result += this.#take();
    }
    throw this.#broken('a " is never closed');
  }

  /** The escape character takes itself and what is in `special` literally, and else means itself. */
  #escaped(special: string): string {
    const escapeCharacter = this.#take();
    const next = this.#text.charAt(this.#at);
    return next !== '' && (special.includes(next) || next === escapeCharacter) ? this.#take() : escapeCharacter;
  }

  #dollar(): string {
    this.#at += 1;
    if (this.#text.charAt(this.#at) !== '{') {
      const name = this.#name();
      return name === '' ? '$' : (this.#value(name) ?? '');
    }
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.#broken('variables are nested too deeply');
    const name = this.#name();
    if (name === '') throw this.#broken('${ has no name');
    const result = this.#modified(name);
    this.#depth -= 1;
    return result;
  }

  /** A name, or one of the shell's special parameters, which are unset here. */
  #name(): string {
    const rest = /[A-Za-z_]\w*|\d+|[@*#?\-$!]/y;
    rest.lastIndex = this.#at;
    const [name = ''] = rest.exec(this.#text) ?? [];
    this.#at += name.length;
    return name;
  }

  #value(name: string): string | undefined {
    return this.#how.variables.get(name);
  }

  #modified(name: string): string {
    const value = this.#value(name);
    const modifier = this.#take();
    switch (modifier) {
      case '}':
        return value ?? '';
      case ':':
        return this.#defaulted({ name, value: value === '' ? undefined : value, modifier: this.#take() });
      case '-':
      case '+':
      case '?':
        return this.#defaulted({ name, value, modifier });
      case '#':
      case '%':
        return this.#trimmed(value ?? '', modifier);
      case '/':
        return this.#replaced(value ?? '');
      case '':
        throw this.#broken('a } is missing');
      default:
        throw this.#broken(`\${${name}${modifier} is no substitution that is known`);
    }
  }

  #defaulted({
    name,
    value,
    modifier,
  }: {
    readonly name: string;
    readonly value: string | undefined;
    readonly modifier: string;
  }): string {
    if (!['-', '+', '?'].includes(modifier))
      throw this.#broken(`\${${name}:${modifier} is no substitution that is known`);
    const word = this.#word('}');
    if (modifier === '+') return value === undefined ? '' : word;
    if (value !== undefined || modifier === '-') return value ?? word;
    throw this.#broken(`${name}: ${word === '' ? 'is not set' : word}`, `Give it a value by --build-arg ${name}=….`);
  }

  #trimmed(value: string, modifier: '#' | '%'): string {
    const longest = this.#text.charAt(this.#at) === modifier;
    if (longest) this.#at += 1;
    const pattern = this.#word('}');
    this.#checkSize(value, pattern);
    return modifier === '#' ? withoutBeginning(value, pattern, longest) : withoutEnd(value, pattern, longest);
  }

  #replaced(value: string): string {
    const all = this.#text.charAt(this.#at) === '/';
    if (all) this.#at += 1;
    const pattern = this.#word('/}');
    const by = this.#text.charAt(this.#at - 1) === '/' ? this.#word('}') : '';
    this.#checkSize(value, pattern);
    return replaceMatches(value, pattern, { by, all });
  }

  /** A word up to one of `stops`, which is read too. */
  #word(stops: string): string {
    const word = this.#until(stops);
    this.#at += 1;
    return word;
  }

  #checkSize(value: string, pattern: string): void {
    if (value.length * (pattern.length + 1) > maxMatched * 8 || value.length > maxMatched) {
      throw this.#broken('a value is too long to be matched with a pattern');
    }
  }

  #broken(message: string, hint?: string): Error {
    return invalidAt(this.#how.line, message, hint);
  }
}
