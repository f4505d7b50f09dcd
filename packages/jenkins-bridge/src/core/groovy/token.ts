/** A stretch of the source, in UTF-16 units; `end` is the first one behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a string is written. */
export type Quote = "'" | '"' | "'''" | '"""' | '/' | '$/';

/** Text of a string, with its escapes read. */
export interface TokenText extends Span {
  readonly kind: 'text';
  readonly value: string;
}

/** `${…}` or `$a.b` in a string. */
export interface TokenCode extends Span {
  readonly kind: 'code';
  readonly braced: boolean;
  readonly tokens: readonly Token[];
}

/** A string literal with all that is in it. */
export interface StringToken extends Span {
  readonly kind: 'string';
  readonly text: string;
  readonly quote: Quote;
  readonly parts: readonly (TokenText | TokenCode)[];
  /** Whether its closing quote is there. */
  readonly closed: boolean;
}

/** Anything but a string. `space` is blanks and escaped ends of lines, `comment` also the `#!` line, `unknown` a character that Groovy has no use for. */
export interface PlainToken extends Span {
  readonly kind: 'space' | 'newline' | 'comment' | 'name' | 'number' | 'operator' | 'unknown';
  readonly text: string;
}

/** A piece of Groovy source. */
export type Token = PlainToken | StringToken;
