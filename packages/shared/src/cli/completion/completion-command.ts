import { exitCodes } from '../../errors/index.js';
import { CliError } from '../cli-error.js';
import type { CommandEntry } from '../command.js';
import { bashCompletion } from './bash-completion.js';
import { type CompletedProgram, completionModel } from './completion-model.js';
import { fishCompletion } from './fish-completion.js';
import { zshCompletion } from './zsh-completion.js';

const shells: Readonly<Record<string, (program: CompletedProgram) => string>> = Object.freeze({
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
});

/** The command `completion SHELL` of a program: a script that makes the shell complete commands, options, their values and paths. */
export function completionCommand(program: string): CommandEntry {
  return {
    name: 'completion',
    summary: 'print the completion script of a shell',
    load: async () => ({
      spec: {
        description: 'Prints a script that makes a shell complete commands, options, their values and paths.',
        arguments: [{ name: 'shell', meaning: 'the shell', required: true, choices: Object.keys(shells) }],
        options: [],
        examples: [
          [`source <(${program} completion bash)`, 'complete in this bash; put the line into ~/.bashrc to keep it'],
          [`${program} completion zsh > ~/.zfunc/_${program}`, 'where ~/.zfunc is in fpath'],
          [`${program} completion fish > ~/.config/fish/completions/${program}.fish`, 'for every fish'],
        ],
      },
      async run({ args, terminal, commands }) {
        const make = shells[args[0] ?? ''];
        if (make === undefined) throw new CliError('cli-usage', 'The shell is bash, zsh or fish');
        terminal.stdout.write(make(await completionModel(program, commands)));
        return exitCodes.done;
      },
    }),
  };
}
