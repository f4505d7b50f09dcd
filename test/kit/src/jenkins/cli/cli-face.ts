import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '@towline/shared/errors';
import { readBody } from '../../serve/index.js';
import { createCredential, redacted } from '../http/credential-routes.js';
import { validateDeclarative } from '../http/server-routes.js';
import { withoutNotes } from '../state/console-log.js';
import { Failure } from '../state/failure.js';
import { type Item, isBuildable, parametersOf } from '../state/items.js';
import type { Run, RunResult } from '../state/run.js';
import type { World } from '../state/world.js';
import { rootOf } from '../state/xml-text.js';
import { splitCommand } from './split-command.js';

/** Where a command writes. */
interface Streams {
  out(text: string): void;
  err(text: string): void;
  readonly gone: AbortSignal;
}

/** One call of a command. */
interface Call extends Streams {
  readonly world: World;
  readonly args: readonly string[];
  readonly input: string;
}

/** A refusal with an exit code of Jenkins' command line. */
class Refusal extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Jenkins' command line, for the forced command of an SSH server: the request's `x-command` is what the client asked for, its body the
 * standard input; the answer is a line of JSON for each piece of output, and for the exit code in the end.
 */
export async function answerCommand(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const [name = '', ...args] = splitCommand(
    Buffer.from(String(request.headers['x-command']), 'base64').toString('utf8'),
  );
  const input = (await readBody(request)).toString('utf8');
  const write = (line: unknown) => response.write(`${JSON.stringify(line)}\n`);
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const streams = { out: (out: string) => write({ out }), err: (err: string) => write({ err }), gone: gone.signal };
  write({ exit: await carryOut(name, { ...streams, world, args, input }) });
  response.end();
}

async function carryOut(name: string, call: Call): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    call.err(`ERROR: No such command ${name}. Available commands are above.\n`);
    return 5;
  }
  try {
    return (await command(call)) ?? 0;
  } catch (error) {
    if (call.gone.aborted) return 125;
    call.err(`\nERROR: ${errorMessage(error)}\n`);
    if (error instanceof Refusal) return error.exitCode;
    return error instanceof Failure ? ({ 400: 4, 403: 6, 404: 3, 409: 4 }[error.status] ?? 1) : 1;
  }
}

const commands: Readonly<Record<string, (call: Call) => Promise<number | undefined> | number | undefined>> = {
  version: ({ world, out }) => void out(`${world.version}\n`),
  'who-am-i': ({ out }) => void out('Authenticated as: admin\nAuthorities:\n  authenticated\n'),
  'list-plugins': ({ world, out }) =>
    void out(
      world.plugins
        .map(({ shortName, version }) => `${shortName.padEnd(30)} ${shortName} Plugin  ${version}\n`)
        .join(''),
    ),
  'list-jobs': ({ world, out }) =>
    void out(
      world.items
        .all()
        .map(({ fullName }) => `${fullName}\n`)
        .join(''),
    ),
  'get-job': ({ world, args, out }) => void out(jobOf(world, args[0]).xml),
  'create-job': ({ world, args, input }) => void world.items.create(args[0] ?? '', input),
  'update-job': ({ world, args, input }) => world.items.update(jobOf(world, args[0]), input) as undefined,
  'declarative-linter': ({ input, out }) => {
    const { text, errors } = validateDeclarative(input);
    out(text);
    return errors.length === 0 ? 0 : 1;
  },
  'create-credentials-by-xml': ({ world, args, input }) => {
    const outcome = createCredential(world, storeOf(args[0]), input);
    if (outcome !== 'created') throw new Refusal(outcome === 'exists' ? 1 : 4, `the credential is ${outcome}`);
    return 0;
  },
  'get-credentials-as-xml': ({ world, args, out }) => void out(redacted(credentialOf(world, args))),
  'update-credentials-by-xml': ({ world, args, input }) => {
    credentialOf(world, args);
    world.credentials.get(storeOf(args[0]))?.set(args[2] ?? '', input);
    return 0;
  },
  console: followConsole,
  build,
};

function jobOf(world: World, name: string | undefined): Item {
  const item = world.items.get(name ?? '');
  if (item === undefined) throw new Refusal(3, `No such job ‘${name}’; perhaps you meant ‘app’?`);
  return item;
}

/** `system::system::jenkins` or `folder::item::/team`. */
function storeOf(store: string | undefined): string {
  const [provider, , context = ''] = (store ?? '').split('::');
  return provider === 'folder' ? context.replace(/^\//, '') : 'system';
}

function credentialOf(world: World, [store, , id = '']: readonly string[]): string {
  const xml = world.credentials.get(storeOf(store))?.get(id);
  if (xml === undefined || rootOf(xml) === undefined) throw new Refusal(3, `No such credential ${id}`);
  return xml;
}

const ordinals: Readonly<Record<RunResult, number>> = { SUCCESS: 0, UNSTABLE: 1, FAILURE: 2, NOT_BUILT: 3, ABORTED: 4 };

/** `build JOB [-s|-f|-w] [-v] [-p K=V]…`: ends with the ordinal of the result where it waits for it. */
async function build({ world, args, out, gone }: Call): Promise<number> {
  const { name, flags, parameters } = readBuildArguments(args);
  const job = jobOf(world, name);
  const declared = parametersOf(job);
  if (!isBuildable(job)) throw new Refusal(4, `Cannot build ${job.fullName} because it is disabled.`);
  const given = Object.entries(parameters);
  if (given.length > 0 && declared.length === 0)
    throw new Refusal(4, `${job.fullName} is not parameterized but the -p option was specified.`);
  const unknown = given.find(([key]) => !declared.some((one) => one.name === key));
  if (unknown !== undefined)
    throw new Refusal(2, `'${unknown[0]}' is not a valid parameter. Did you mean ${declared[0]?.name}?`);
  const { item } = world.queue.schedule(job, parameters);
  if (!['-s', '-f', '-w'].some((flag) => flags.has(flag))) return 0;
  while (item.run === undefined) {
    if (item.cancelled) throw new Refusal(5, 'the build was cancelled in the queue');
    await sleep(5, undefined, { signal: gone });
  }
  const { run } = item;
  const title = `${job.fullName} #${run.number}`;
  out(`Started ${title}\n`);
  if (flags.has('-w')) return 0;
  if (flags.has('-s')) gone.addEventListener('abort', () => run.interrupt('stop'));
  if (flags.has('-v')) await copyLog(run, { out, gone, from: 0, follow: true });
  await Promise.race([run.over, new Promise((_, reject) => gone.addEventListener('abort', reject, { once: true }))]);
  out(`Completed ${title} : ${run.result}\n`);
  return ordinals[run.result ?? 'FAILURE'];
}

function readBuildArguments(args: readonly string[]) {
  const flags = new Set<string>();
  const parameters: Record<string, string> = {};
  let name: string | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '-p') {
      index += 1;
      const [, key = '', value = ''] = /^([^=]*)=([\s\S]*)$/.exec(args[index] ?? '') ?? [];
      parameters[key] = value;
    } else if (arg.startsWith('-')) flags.add(arg);
    else name = arg;
  }
  return { name, flags, parameters };
}

/** `console JOB [N] [-f] [-n LINES]`. */
async function followConsole({ world, args, out, gone }: Call): Promise<number> {
  const lines = args.includes('-n') ? Number(args[args.indexOf('-n') + 1]) : undefined;
  const positional = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-n');
  const job = jobOf(world, positional[0]);
  const number = Number(positional[1] ?? job.runs.at(-1)?.number);
  const run = job.runs.find((one) => one.number === number);
  if (run === undefined) throw new Refusal(3, `No such build #${positional[1] ?? ''}`);
  const tail = lines === undefined ? 0 : tailOffset(run, lines);
  await copyLog(run, { out, gone, from: tail, follow: args.includes('-f') });
  return 0;
}

function tailOffset({ log }: Run, lines: number): number {
  const ends = Buffer.concat([...log.read(0)])
    .toString('latin1')
    .trimEnd()
    .split('\n');
  return ends.slice(0, Math.max(0, ends.length - lines)).reduce((sum, line) => sum + line.length + 1, 0);
}

interface LogCopy extends Pick<Streams, 'out' | 'gone'> {
  readonly from: number;
  readonly follow: boolean;
}

async function copyLog(run: Run, { out, gone, from, follow }: LogCopy): Promise<void> {
  let offset = from;
  for (;;) {
    const over = run.result !== undefined;
    for (const piece of run.log.read(offset)) {
      offset += piece.length;
      out(withoutNotes(piece));
    }
    if (over || !follow) return;
    await sleep(5, undefined, { signal: gone });
  }
}
