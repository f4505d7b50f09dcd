import { errorCode, errorMessage, exitCodes } from '@towline/shared/errors';
import type { Environment } from '@towline/shared/process';
import { Command } from 'commander';
import { version } from '../version.js';
import { commandTable } from './command-table.js';
import { attach, buildCommand, commonOptions, spellSwitches } from './frame/build-command.js';
import { CliError, exitCodeFor } from './frame/cli-error.js';
import type { CommandEntry, CommandModule, Invocation } from './frame/command.js';
import { failureData, failureText } from './frame/failure-text.js';
import { createPaint } from './frame/paint.js';
import type { Terminal } from './frame/terminal.js';

/** The world that a command line runs in. */
export interface World {
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** Aborted with an error that tells why, when the command is to end. */
  readonly signal?: AbortSignal | undefined;
  /** The commands there are; for tests. */
  readonly commands?: readonly CommandEntry[] | undefined;
}

/** Runs the command line; resolves with the exit code, after every failure has been told. Only the command that is used is loaded. */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  const controller = new AbortController();
  const follow = (): void => controller.abort(world.signal?.reason);
  if (world.signal?.aborted) follow();
  world.signal?.addEventListener('abort', follow);
  try {
    return await parseAndRun(args, world, controller);
  } catch (error) {
    return tellFailure(controller.signal.aborted ? controller.signal.reason : error, args, world.terminal);
  } finally {
    world.signal?.removeEventListener('abort', follow);
  }
}

async function parseAndRun(args: readonly string[], world: World, controller: AbortController): Promise<number> {
  const { terminal, commands = commandTable } = world;
  const [first = '', ...rest] = args[0] === 'help' && args[1] !== undefined ? [args[1], '--help'] : args;
  const program = attach(new Command('argo-updater'), terminal)
    .usage('<command> [options]')
    .description('Writes new images into the manifest repository that Argo CD deploys.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', epilogue);
  let code: number = exitCodes.done;
  let line: readonly string[] = [first, ...rest];
  for (const { name, summary, load } of commands) {
    const command = attach(program.command(name).summary(summary), terminal);
    if (name !== first) continue;
    const used = await load();
    line = [first, ...spellSwitches(rest, [...used.spec.options, ...commonOptions])];
    buildCommand(command, used.spec, async (parsed) => {
      code = await runCommand(used, { ...parsed, ...world, commands }, controller);
    });
  }
  if (first === '') {
    program.outputHelp({ error: true });
    return exitCodes['wrong-usage'];
  }
  await program.parseAsync(line, { from: 'user' });
  return code;
}

async function runCommand(
  used: CommandModule,
  call: Omit<Invocation, 'signal'>,
  controller: AbortController,
): Promise<number> {
  const { timeout } = call.options;
  const { signal } = controller;
  if (typeof timeout !== 'string') return used.run({ ...call, signal });
  const { startTimeLimit } = await import('./frame/time-limit.js');
  const limit = startTimeLimit(timeout, controller);
  try {
    return await used.run({ ...call, signal });
  } finally {
    limit.stop();
  }
}

/** Tells a failure on standard error, as JSON where the answer was to be JSON, and gives its exit code. */
function tellFailure(error: unknown, args: readonly string[], { stderr }: Terminal): number {
  if (isShownByCommander(error)) return exitCodes.done;
  const told = errorCode(error)?.startsWith('commander.') ? usageError(error) : error;
  const code = exitCodeFor(errorCode(told));
  if (wantsJson(args)) stderr.write(`${JSON.stringify({ error: { ...failureData(told), exitCode: code } })}\n`);
  else stderr.write(failureText(told, createPaint(stderr.colors)));
  return code;
}

/** Help and version end the parsing too. */
function isShownByCommander(error: unknown): boolean {
  return ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(errorCode(error) ?? '');
}

function usageError(error: unknown): CliError {
  const [message = '', ...more] = errorMessage(error)
    .replace(/^error: /, '')
    .split('\n');
  const hint = ['See --help.', ...more].reverse().join(' ').replaceAll(/[()]/g, '');
  return new CliError('cli-usage', message, { hint });
}

function wantsJson(args: readonly string[]): boolean {
  return args.some(
    (arg, index) => /^(?:--output|-o)=?json$/.test(arg) || (arg === 'json' && isOutput(args[index - 1])),
  );
}

function isOutput(arg: string | undefined): boolean {
  return arg === '-o' || arg === '--output';
}

const epilogue = `
Every command takes --output json and --help, which has examples.
Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 nothing matched, 4 timed out, 10 the plan has changes.`;
