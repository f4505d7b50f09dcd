import { CliError } from './frame/cli-error.js';
import { processTerminal } from './frame/process-terminal.js';
import { runProgram } from './program.js';

/** Runs the command line in this process: its streams, its environment and its signals. The second signal ends it at once. */
export async function runInProcess(args: readonly string[]): Promise<number> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new CliError('cli-interrupted', 'Interrupted'));
  const terminate = (): void => controller.abort(new CliError('cli-terminated', 'Terminated'));
  process.once('SIGINT', interrupt).once('SIGTERM', terminate);
  try {
    const { env: environment } = process;
    return await runProgram(args, { terminal: processTerminal(environment), environment, signal: controller.signal });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate);
  }
}
