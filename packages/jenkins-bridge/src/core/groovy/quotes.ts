import type { Quote } from './token.js';

/** What a string of one form is made of. */
export interface QuoteForm {
  readonly quote: Quote;
  /** What ends it. */
  readonly close: string;
  /** Finds the next place that is not plain text. */
  readonly special: RegExp;
  readonly multiline: boolean;
  readonly interpolates: boolean;
  /** The escapes in it, and what they mean. */
  readonly unescape: (raw: string) => string;
}

const backslashed = /\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(\r?\n)|([\s\S]))/g;
const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescapeBackslashes(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(backslashed, (_whole, hex?: string, octal?: string, end?: string, letter = '') => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return end === undefined ? (letters[letter] ?? letter) : '';
  });
}

const form = (quote: Quote, special: RegExp, more: Partial<QuoteForm> = {}): QuoteForm => ({
  quote,
  close: quote,
  special,
  multiline: quote.length === 3,
  interpolates: quote.startsWith('"'),
  unescape: unescapeBackslashes,
  ...more,
});

const slashed = { multiline: true, interpolates: true };

/** The forms of strings. */
export const quoteForms: Readonly<Record<Quote, QuoteForm>> = {
  "'": form("'", /[\\'\r\n]/g),
  '"': form('"', /[\\"$\r\n]/g),
  "'''": form("'''", /\\|'''/g),
  '"""': form('"""', /[\\$]|"""/g),
  '/': form('/', /\\\/|[/$]/g, { ...slashed, unescape: (raw) => raw.replaceAll('\\/', '/') }),
  '$/': form('$/', /\$\$|\$\/|\/\$|\$/g, {
    ...slashed,
    close: '/$',
    unescape: (raw) => raw.replaceAll(/\$([$/])/g, '$1'),
  }),
};
