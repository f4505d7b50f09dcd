import { commonOptions } from '../frame/build-command.js';
import type { ArgumentSpec, CommandEntry, OptionSpec } from '../frame/command.js';

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
}

const help: OptionSpec = { flag: 'help', short: 'h', meaning: 'show this help' };

/** All commands with their options. Loads every command's file, one after the other: they share most of what they load. */
export async function completionModel(commands: readonly CommandEntry[]): Promise<readonly CompletedCommand[]> {
  const completed: CompletedCommand[] = [];
  for (const { name, summary, load } of commands) {
    const { spec } = await load();
    completed.push({
      name,
      summary,
      arguments: spec.arguments ?? [],
      options: [...spec.options, ...commonOptions, help],
    });
  }
  return completed;
}
