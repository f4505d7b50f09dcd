import { exitCodes } from '../errors/index.js';
import { answer } from './answer.js';
import { type CommandEntry, switchOption } from './command.js';

/** The command `version` of a program, which others have beside `--version`. */
export function versionCommand(program: string, version: () => string): CommandEntry {
  return {
    name: 'version',
    summary: 'print the version',
    load: async () => ({
      spec: {
        description: 'Prints the version, and that of Node, which it runs on.',
        options: [{ flag: 'short', meaning: 'the number alone' }],
        examples: [[`${program} version --short`, 'for scripts; --version says the same']],
      },
      async run(invocation) {
        const number = version();
        const { node } = process.versions;
        const text = switchOption(invocation, 'short') ? number : `${program} ${number}, Node ${node}`;
        answer(invocation, { program, version: number, node }, () => `${text}\n`);
        return exitCodes.done;
      },
    }),
  };
}
