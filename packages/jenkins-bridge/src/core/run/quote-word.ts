import { shellOf } from '../render/shell.js';

/** A text as one word of a command for `sh`, whatever it has in it. */
export function quoteWord(text: string): string {
  return shellOf('unix').word(text);
}
