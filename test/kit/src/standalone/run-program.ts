import { parseArgs } from 'node:util';
import { errorMessage } from '@towline/shared/errors';
import type { KitProgram, ProgramValues, RunningProgram } from './kit-program.js';

/** Where a program is started from: its arguments, the fakes there are, where it writes, and what ends it. */
export interface Invocation {
  readonly args: readonly string[];
  readonly programs: Readonly<Record<string, () => Promise<KitProgram>>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Resolves when the program shall end. */
  readonly untilStopped: () => Promise<void>;
}

/** Starts the fake that the arguments name, prints one line of JSON when it is ready, and stops it in the end. Gives the exit code. */
export async function runProgram(invocation: Invocation): Promise<number> {
  const [name, ...rest] = invocation.args;
  const load = name !== undefined && Object.hasOwn(invocation.programs, name) ? invocation.programs[name] : undefined;
  if (load === undefined) {
    invocation.stderr(await help(invocation.programs));
    return name === '--help' ? 0 : 2;
  }
  let running: RunningProgram;
  try {
    const program = await load();
    const { port, values } = parse(program, rest);
    running = await program.start(values, port);
  } catch (error) {
    invocation.stderr(`towline-kit ${name}: ${errorMessage(error)}\n`);
    return 1;
  }
  invocation.stdout(`${JSON.stringify(running.ready)}\n`);
  await invocation.untilStopped();
  await running.stop();
  return 0;
}

function parse(program: KitProgram, args: readonly string[]): { port: number; values: ProgramValues } {
  const { values } = parseArgs({ args: [...args], options: { port: { type: 'string' }, ...program.options } });
  const single = Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? value.at(-1) : value]);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`--port ${values.port} is no port`);
  return { port, values: Object.fromEntries(single) };
}

async function help(programs: Invocation['programs']): Promise<string> {
  const lines = await Promise.all(
    Object.entries(programs).map(async ([name, load]) => {
      const { summary, options } = await load();
      const flags = Object.entries(options).map(
        ([flag, { type }]) => `[--${flag}${type === 'string' ? ' VALUE' : ''}]`,
      );
      return `  towline-kit ${[name, '[--port N]', ...flags].join(' ')}\n      ${summary}\n`;
    }),
  );
  return `Starts a fake on 127.0.0.1, prints one line of JSON with its URLs, and runs until SIGTERM, SIGINT or the end of the pipe that is its input.\n\n${lines.join('')}`;
}
