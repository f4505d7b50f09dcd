import { commonOptions } from '../frame/build-command.js';
import type { ArgumentSpec, CommandEntry, OptionSpec } from '../frame/command.js';

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
}

/** All commands with their options. Loads every command's file. */
export async function completionModel(commands: readonly CommandEntry[]): Promise<readonly CompletedCommand[]> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const { spec } = await load();
      const help: OptionSpec = { flag: 'help', short: 'h', meaning: 'show this help' };
      return {
        name,
        summary,
        arguments: spec.arguments ?? [],
        options: [...spec.options, ...commonOptions, help],
      };
    }),
  );
}
