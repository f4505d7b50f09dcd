import { exitCodes } from '@towline/shared/errors';
import { bashCompletion } from '../completion/bash-completion.js';
import { type CompletedCommand, completionModel } from '../completion/completion-model.js';
import { fishCompletion } from '../completion/fish-completion.js';
import { zshCompletion } from '../completion/zsh-completion.js';
import { CliError } from '../frame/cli-error.js';
import type { CommandModule } from '../frame/command.js';

const shells: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = Object.freeze({
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
});

/** `completion SHELL`: a script that makes the shell complete commands, options, their values and paths. */
export const completion: CommandModule = {
  spec: {
    description: 'Prints a script that makes a shell complete commands, options, their values and paths.',
    arguments: [{ name: 'shell', meaning: 'the shell', required: true, choices: Object.keys(shells) }],
    options: [],
    examples: [
      ['source <(argo-updater completion bash)', 'complete in this bash; put the line into ~/.bashrc to keep it'],
      ['argo-updater completion zsh > ~/.zfunc/_argo-updater', 'where ~/.zfunc is in fpath'],
      ['argo-updater completion fish > ~/.config/fish/completions/argo-updater.fish', 'for every fish'],
    ],
  },
  async run({ args, terminal, commands }) {
    const make = shells[args[0] ?? ''];
    if (make === undefined) throw new CliError('cli-usage', 'The shell is bash, zsh or fish');
    terminal.stdout.write(make(await completionModel(commands)));
    return exitCodes.done;
  },
};
