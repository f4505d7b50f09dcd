import { invalidAt } from './dockerfile-error.js';
import type { Heredoc } from './heredoc.js';
import type { CommandForm } from './instruction.js';
import { readJsonForm } from './json-form.js';

/** An instruction, cut into its parts. */
export interface InstructionText {
  readonly line: number;
  /** On one line. */
  readonly source: string;
  /** In upper case. */
  readonly keyword: string;
  readonly flags: readonly string[];
  readonly rest: string;
  readonly heredocs: readonly Heredoc[];
  readonly escapeCharacter: string;
}

/** Reads a command: the JSON form, or a text for the shell. */
export function parseCommand({ rest, line, keyword }: Pick<InstructionText, 'rest' | 'line' | 'keyword'>): CommandForm {
  const words = readJsonForm(rest, line);
  if (words !== undefined) return { kind: 'exec', words };
  if (rest === '') throw invalidAt(line, `${keyword} wants a command`);
  return { kind: 'shell', text: rest };
}
