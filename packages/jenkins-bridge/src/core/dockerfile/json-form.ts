import { invalidAt } from './dockerfile-error.js';

/** The strings of the JSON form of an instruction, `["a", "b"]`; undefined where the text is no JSON array and thus means itself. */
export function readJsonForm(text: string, line: number): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  const value = parse(text);
  if (!Array.isArray(value)) return undefined;
  if (value.every((each) => typeof each === 'string')) return value;
  throw invalidAt(line, 'the JSON form takes strings only', 'Put every word into double quotes.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Something like `[ -f x ] && y` is a shell command.
    return undefined;
  }
}
