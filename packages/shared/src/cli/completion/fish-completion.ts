import type { ArgumentSpec, OptionSpec } from '../command.js';
import type { CompletedCommand, CompletedProgram } from './completion-model.js';

/** The completion script for fish. */
export function fishCompletion({ name, words, commands }: CompletedProgram): string {
  const complete = (condition: string, what: string): string => `complete -c ${name} -n ${quoted(condition)} ${what}`;
  const lines = [
    ...words.flatMap(({ word, summary, then }) => [
      complete('__fish_use_subcommand', `-f -a ${word} -d ${quoted(summary)}`),
      ...then.map((next) => {
        const others = then.map((each) => each.word).join(' ');
        const condition = `${seen(word)}; and not ${seen(others)}`;
        return complete(condition, `-f -a ${next.word} -d ${quoted(next.summary)}`);
      }),
    ]),
    ...commands.flatMap((command) => [
      ...command.arguments.map((argument) => complete(isUsed(command), argumentWords(argument))),
      ...command.options.map((option) => complete(isUsed(command), optionWords(option))),
    ]),
  ];
  return `# ${name} completion for fish: ${name} completion fish | source\n${lines.join('\n')}\n`;
}

const seen = (words: string): string => `__fish_seen_subcommand_from ${words}`;

const isUsed = ({ name }: CompletedCommand): string => name.split(' ').map(seen).join('; and ');

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
