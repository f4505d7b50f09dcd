import type { ArgumentSpec, OptionSpec } from '../frame/command.js';
import type { CompletedCommand } from './completion-model.js';

/** The completion script for fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => [
    complete('__fish_use_subcommand', `-f -a ${command.name} -d ${quoted(command.summary)}`),
    ...command.arguments.map((argument) => complete(seen(command), argumentWords(argument))),
    ...command.options.map((option) => complete(seen(command), optionWords(option))),
  ]);
  return `# argo-updater completion for fish: argo-updater completion fish | source\n${lines.join('\n')}\n`;
}

const seen = ({ name }: CompletedCommand): string => `__fish_seen_subcommand_from ${name}`;

function complete(condition: string, words: string): string {
  return `complete -c argo-updater -n ${quoted(condition)} ${words}`;
}

function optionWords({ flag, short, value, meaning, choices, path }: OptionSpec): string {
  const names = `${short === undefined ? '' : `-s ${short} `}-l ${flag}`;
  return `${names}${value === undefined ? '' : ` ${valueWords({ choices, path })}`} -d ${quoted(meaning)}`;
}

function valueWords({ choices, path }: Pick<OptionSpec, 'choices' | 'path'>): string {
  if (choices !== undefined) return `-x -a ${quoted(choices.join(' '))}`;
  return path === true ? '-r -F' : '-x';
}

function argumentWords({ choices, path }: ArgumentSpec): string {
  if (choices !== undefined) return `-f -a ${quoted(choices.join(' '))}`;
  return path === true ? '-F' : '-f';
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
