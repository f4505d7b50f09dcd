import { Command, CommanderError } from 'commander';
import { version } from '../version.js';

/** Runs the command line; resolves with the exit code: 0 done, 2 wrong usage. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = new Command('jenkins-bridge')
    .description('Generates and triggers Jenkins pipelines that push images to Amazon ECR.')
    .version(version())
    .helpOption('-h, --help', 'show this help')
    .exitOverride();
  program.action(() => program.help({ error: true }));
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
