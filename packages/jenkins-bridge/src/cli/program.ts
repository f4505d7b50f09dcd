import { errorCode, errorMessage, exitCodes, isCodedError } from '@towline/shared/errors';
import { Command } from 'commander';
import { version } from '../version.js';
import { commandTable } from './command-table.js';
import { BridgeCliError, exitCodeFor } from './frame/bridge-cli-error.js';
import { createPaint } from './frame/paint.js';
import type { Terminal } from './frame/terminal.js';

/** Runs the command line; resolves with the exit code, after every failure has been told. Only the command that is used is loaded. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await parseAndRun(args, terminal);
  } catch (error) {
    return tellFailure(error, args, terminal);
  }
}

async function parseAndRun(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '', ...rest] = args[0] === 'help' && args[1] !== undefined ? [args[1], '--help'] : args;
  const program = attach(new Command('jenkins-bridge'), terminal)
    .usage('<command> [options]')
    .description('Generates and triggers Jenkins pipelines that push images to Amazon ECR.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command');
  let code: number = exitCodes.done;
  for (const { name, summary, load } of commandTable) {
    const command = attach(program.command(name).summary(summary).helpOption('-h, --help', 'show this help'), terminal);
    if (name !== first) continue;
    const used = await load();
    used.describe(command);
    command.action(async () => {
      code = await used.run({ args: command.args, options: command.opts(), terminal });
    });
  }
  if (first === '') {
    program.outputHelp({ error: true });
    return exitCodes['wrong-usage'];
  }
  await program.parseAsync([first, ...rest], { from: 'user' });
  return code;
}

/** Writes what commander has to say to the terminal, and makes it throw instead of ending the process. */
function attach(command: Command, { stdout, stderr }: Terminal): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    getOutHasColors: () => stdout.colors,
    getErrHasColors: () => stderr.colors,
    // Every failure is told in one form, below.
    outputError: () => undefined,
  });
}

/** Tells a failure on standard error, as JSON where the answer was to be JSON, and gives its exit code. */
function tellFailure(error: unknown, args: readonly string[], { stderr }: Terminal): number {
  const code = errorCode(error) ?? '';
  if (['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(code)) return exitCodes.done;
  const told = code.startsWith('commander.') ? usageError(error) : error;
  const exitCode = exitCodeFor(errorCode(told));
  const hint = isCodedError(told) ? told.hint : undefined;
  const data = { code: errorCode(told), message: errorMessage(told), hint, exitCode };
  if (/(?:^|\s)(?:-o|--output)[= ]?json(?:\s|$)/.test(args.join(' ')))
    stderr.write(`${JSON.stringify({ error: data })}\n`);
  else stderr.write(failureText(data, stderr.colors));
  return exitCode;
}

function usageError(error: unknown): BridgeCliError {
  const [message = ''] = errorMessage(error)
    .replace(/^error: /, '')
    .split('\n');
  return new BridgeCliError('bridge-cli-usage', message, { hint: 'See --help.' });
}

interface Failure {
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}

function failureText({ code, message, hint }: Failure, colors: boolean): string {
  const paint = createPaint(colors);
  const lines = [`${paint.red('error')}: ${message}${code === undefined ? '' : paint.dim(` (${code})`)}`];
  if (hint !== undefined) lines.push(`  ${paint.cyan('→')} ${hint}`);
  return `${lines.join('\n')}\n`;
}
