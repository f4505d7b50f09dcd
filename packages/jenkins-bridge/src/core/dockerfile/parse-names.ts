import { invalidAt } from './dockerfile-error.js';
import type { ArgInstruction, NameValue } from './instruction.js';
import type { InstructionText } from './instruction-text.js';
import { splitWords } from './words.js';

/** The names and values of ENV and LABEL: `a=b c="d e"`, or the old form `a the rest`. */
export function parsePairs({ rest, line, keyword, escapeCharacter }: InstructionText): readonly NameValue[] {
  const words = splitWords(rest, escapeCharacter);
  const [first] = words;
  if (first === undefined) throw invalidAt(line, `${keyword} wants at least one name=value`);
  if (!first.includes('=')) return [oldForm(rest, { line, keyword })];
  return words.map((word) => {
    const at = word.indexOf('=');
    if (at === -1) {
      const hint = 'Write name=value; quote a value that has spaces.';
      throw invalidAt(line, `${keyword} has no = in ${JSON.stringify(word)}`, hint);
    }
    if (at === 0) throw invalidAt(line, `${keyword} has no name before =`);
    return { name: word.slice(0, at), value: word.slice(at + 1) };
  });
}

function oldForm(rest: string, { line, keyword }: { readonly line: number; readonly keyword: string }): NameValue {
  const [, name, value] = /^\s*(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? [];
  if (name === undefined || value === undefined) {
    throw invalidAt(line, `${keyword} wants a value`, `Write ${keyword} ${rest.trim()}=…`);
  }
  return { name, value };
}

/** The names of ARG, each perhaps with what it is where nothing comes from outside. */
export function parseArg({ rest, line, source, escapeCharacter }: InstructionText): ArgInstruction {
  const words = splitWords(rest, escapeCharacter);
  if (words.length === 0) throw invalidAt(line, 'ARG wants at least one name');
  const names = words.map((word) => {
    const at = word.indexOf('=');
    const name = at === -1 ? word : word.slice(0, at);
    if (name === '') throw invalidAt(line, 'ARG has no name before =');
    return { name, fallback: at === -1 ? undefined : word.slice(at + 1) };
  });
  return { kind: 'arg', line, source, names };
}
