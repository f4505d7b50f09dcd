import { Command } from 'commander';
import { errorCode, errorMessage, exitCodes } from '../errors/index.js';
import type { Environment } from '../process/index.js';
import { attach, buildCommand, commonOptions, spellSwitches } from './build-command.js';
import { CliError, exitCodeFor } from './cli-error.js';
import type { CommandEntry, CommandModule, Invocation } from './command.js';
import { failureData, failureText } from './failure-text.js';
import { createPaint } from './paint.js';
import type { Terminal } from './terminal.js';

/** A program with its commands. */
export interface Program {
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly description: string;
  readonly version: string;
  readonly commands: readonly CommandEntry[];
  /** What stands below its help: the exit codes it has. */
  readonly epilogue: string;
}

/** The world that a command line runs in. */
export interface World {
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** Aborted with an error that tells why, when the command is to end. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a command line; resolves with the exit code, after every failure has been told. Only the command that is used is loaded. */
export async function runProgram(program: Program, args: readonly string[], world: World): Promise<number> {
  const controller = new AbortController();
  const follow = (): void => controller.abort(world.signal?.reason);
  if (world.signal?.aborted) follow();
  world.signal?.addEventListener('abort', follow);
  try {
    return await parseAndRun({ program, args, world, controller });
  } catch (error) {
    return tellFailure(controller.signal.aborted ? controller.signal.reason : error, args, world.terminal);
  } finally {
    world.signal?.removeEventListener('abort', follow);
  }
}

interface Start {
  readonly program: Program;
  readonly args: readonly string[];
  readonly world: World;
  readonly controller: AbortController;
}

async function parseAndRun({ program, args, world, controller }: Start): Promise<number> {
  const line = args[0] === 'help' && args.length > 1 ? [...args.slice(1), '--help'] : args;
  const root = rootCommand(program, world.terminal);
  const entry = program.commands.find(({ name }) => name.split(' ').every((word, index) => line[index] === word));
  addCommands(root, program.commands, world.terminal);
  if (line.length === 0) {
    root.outputHelp({ error: true });
    return exitCodes['wrong-usage'];
  }
  if (entry === undefined) {
    await root.parseAsync(line, { from: 'user' });
    return exitCodes.done;
  }
  const used = await entry.load();
  const words = entry.name.split(' ');
  const given = line.slice(words.length);
  const rest = spellSwitches(used.spec.respell?.(given) ?? given, [...used.spec.options, ...commonOptions]);
  let code: number = exitCodes.done;
  buildCommand(commandAt(root, words), used.spec, async (parsed) => {
    code = await runCommand(used, { ...parsed, ...world, commands: program.commands }, controller);
  });
  await root.parseAsync([...words, ...rest], { from: 'user' });
  return code;
}

function rootCommand({ name, description, version, epilogue }: Program, terminal: Terminal): Command {
  return attach(new Command(name), terminal)
    .usage('<command> [options]')
    .description(description)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', `\n${epilogue}`);
}

/** Every command by name and summary, those of two words below a command for their group. */
function addCommands(root: Command, entries: readonly CommandEntry[], terminal: Terminal): void {
  for (const { name, summary } of entries) {
    const [first = '', second] = name.split(' ');
    if (second === undefined) {
      attach(root.command(first).summary(summary), terminal).helpOption('-h, --help', 'show this help');
      continue;
    }
    const group =
      root.commands.find((each) => each.name() === first) ?? attach(addGroup(root, first, entries), terminal);
    attach(group.command(second).summary(summary), terminal);
  }
}

function addGroup(root: Command, name: string, entries: readonly CommandEntry[]): Command {
  const members = entries.filter((entry) => entry.name.startsWith(`${name} `)).map((entry) => entry.name.split(' ')[1]);
  return root.command(name).summary(members.join(', ')).helpOption('-h, --help', 'show this help');
}

function commandAt(root: Command, words: readonly string[]): Command {
  return words.reduce((command, word) => command.commands.find((each) => each.name() === word) ?? command, root);
}

async function runCommand(
  used: CommandModule,
  call: Omit<Invocation, 'signal'>,
  controller: AbortController,
): Promise<number> {
  const { timeout } = call.options;
  const { signal } = controller;
  if (typeof timeout !== 'string') return used.run({ ...call, signal });
  const { startTimeLimit } = await import('./time-limit.js');
  const limit = startTimeLimit(timeout, controller);
  try {
    return await used.run({ ...call, signal });
  } finally {
    limit.stop();
  }
}

/** Tells a failure on standard error, as JSON where the answer was to be JSON, and gives its exit code. */
function tellFailure(error: unknown, args: readonly string[], { stderr }: Terminal): number {
  if (['commander.helpDisplayed', 'commander.version'].includes(errorCode(error) ?? '')) return exitCodes.done;
  if (errorCode(error) === 'commander.help') return exitCodes[args[0] === 'help' ? 'done' : 'wrong-usage'];
  const told = errorCode(error)?.startsWith('commander.') ? usageError(error) : error;
  const code = exitCodeFor(errorCode(told));
  if (wantsJson(args)) stderr.write(`${JSON.stringify({ error: { ...failureData(told), exitCode: code } })}\n`);
  else stderr.write(failureText(told, createPaint(stderr.colors)));
  return code;
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
