import { commonOptions } from '../build-command.js';
import type { ArgumentSpec, CommandEntry, OptionSpec } from '../command.js';

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** One word, or two for a command of a group. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
}

/** A word that stands first, and the words that may follow it where it is the name of a group. */
export interface FirstWord {
  readonly word: string;
  readonly summary: string;
  readonly then: readonly { readonly word: string; readonly summary: string }[];
}

/** A program as a shell completes it. */
export interface CompletedProgram {
  readonly name: string;
  readonly words: readonly FirstWord[];
  readonly commands: readonly CompletedCommand[];
}

const help: OptionSpec = { flag: 'help', short: 'h', meaning: 'show this help' };

/** All commands with their options. Loads every command's file, one after the other: they share most of what they load. */
export async function completionModel(name: string, entries: readonly CommandEntry[]): Promise<CompletedProgram> {
  const commands: CompletedCommand[] = [];
  for (const { name, summary, load } of entries) {
    const { spec } = await load();
    const options = [...spec.options, ...commonOptions, help];
    commands.push({ name, summary, arguments: spec.arguments ?? [], options });
  }
  return { name, words: firstWords(entries), commands };
}

function firstWords(entries: readonly CommandEntry[]): readonly FirstWord[] {
  const words = [...new Set(entries.map(({ name }) => name.split(' ')[0] ?? ''))];
  return words.map((word) => {
    const then = entries.flatMap(({ name, summary }) => {
      const [first, second] = name.split(' ');
      return first === word && second !== undefined ? [{ word: second, summary }] : [];
    });
    const summary = entries.find(({ name }) => name === word)?.summary;
    return { word, summary: summary ?? then.map((each) => each.word).join(', '), then };
  });
}

/** The name of a shell function for a program. */
export function functionName(program: string): string {
  return `_${program.replaceAll('-', '_')}`;
}
