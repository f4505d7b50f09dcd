import { CliError } from './cli-error.js';
import { processTerminal } from './process-terminal.js';
import { type Program, runProgram } from './run-program.js';

/** Runs a command line in this process: its streams, its environment and its signals. The second signal ends it at once. */
export async function runInProcess(program: Program, args: readonly string[]): Promise<number> {
  // Which Node later versions of the AWS SDK need is for us to know, who pin it, and not for whoever runs a command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new CliError('cli-interrupted', 'Interrupted'));
  const terminate = (): void => controller.abort(new CliError('cli-terminated', 'Terminated'));
  process.once('SIGINT', interrupt).once('SIGTERM', terminate);
  try {
    const { env: environment } = process;
    const terminal = processTerminal(environment);
    return await runProgram(program, args, { terminal, environment, signal: controller.signal });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate);
  }
}
