/**
 * The words of an ENV or LABEL line. Quotes and escape characters keep spaces together and stay where they are: they are taken off when
 * variables are replaced.
 */
export function splitWords(text: string, escapeCharacter: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === escapeCharacter && quote !== "'") {
      // What follows is taken as it is; at the end there is nothing to take.
      if (at + 1 === text.length) continue;
      word += character + text.charAt(at + 1);
      at += 1;
    } else if (quote === '' && /\s/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      word += character;
      if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
    }
  }
  if (word !== '') words.push(word);
  return words;
}
