/** A command as Jenkins' SSH server takes it apart: words in double quotes, with backslashes before what is special in them. */
export function quoteCommand(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : `"${word.replace(/[\\"]/g, '\\$&')}"`)).join(' ');
}
