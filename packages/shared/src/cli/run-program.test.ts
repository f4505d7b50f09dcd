import { describe, expect, it } from '@jest/globals';
import { captureTerminal } from '@towline/test-kit/terminal';
import { CodedError } from '../errors/index.js';
import type { CommandEntry, CommandModule, Invocation } from './command.js';
import { runProgram } from './run-program.js';
import { versionCommand } from './version-command.js';

const probe = (run: (invocation: Invocation) => Promise<number>): CommandModule => ({
  spec: {
    description: 'Probes.',
    arguments: [{ name: 'what', meaning: 'anything', variadic: true }],
    options: [
      { flag: 'dry-run', meaning: 'a switch' },
      { flag: 'name', value: 'text', meaning: 'a text' },
      { flag: 'image', value: 'image', repeatable: true, meaning: 'a list' },
      { flag: 'no-name', meaning: 'a switch that says no' },
    ],
    examples: [['tug probe x', 'probe x']],
  },
  run,
});

const tug = { name: 'tug', description: 'Pulls.', version: '1.2.3', epilogue: 'Exit codes: 0 done' };

async function runWith(
  args: readonly string[],
  run: (invocation: Invocation) => Promise<number>,
  signal?: AbortSignal,
) {
  const terminal = captureTerminal();
  const commands: CommandEntry[] = [
    { name: 'probe', summary: 'probe things', load: async () => probe(run) },
    { name: 'boat row', summary: 'row it', load: async () => probe(run) },
    { name: 'boat moor', summary: 'moor it', load: async () => probe(run) },
    { name: 'broken', summary: 'cannot be loaded', load: () => Promise.reject(new TypeError('loaded')) },
  ];
  const code = await runProgram({ ...tug, commands }, args, { terminal, environment: {}, signal });
  return { code, ...terminal.written() };
}

/** Fails as a library does that was aborted: with an error of its own. */
const untilAborted = ({ signal }: Invocation): Promise<number> =>
  new Promise((_resolve, reject) => {
    const fail = () => reject(new TypeError('deep down'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail);
  });

describe('runProgram', () => {
  it('reads a command line in the words that the command puts it into', async () => {
    const seen: unknown[] = [];
    const inWords = probe(async ({ options }) => seen.push(options));
    const respell = (args: readonly string[]) => args.map((arg) => (arg === '--called' ? '--name' : arg));
    const spelled = { ...inWords, spec: { ...inWords.spec, respell } };
    const commands = [{ name: 'probe', summary: 'probe things', load: async () => spelled }];
    const terminal = captureTerminal();
    await runProgram({ ...tug, commands }, ['probe', '--called', 'x'], { terminal, environment: {} });
    expect(seen).toEqual([{ name: 'x' }]);
  });

  it.each([
    ['a switch', ['--dry-run'], { 'dry-run': true }],
    ['a switch as programs in Go take it', ['--dry-run=true'], { 'dry-run': true }],
    ['a switch that is off', ['--dry-run=false'], { 'dry-run': false }],
    ['a text', ['--name', 'x'], { name: 'x' }],
    ['a list', ['--image', 'a', '--image=b'], { image: ['a', 'b'] }],
    ['a switch that says no', ['--no-name'], { 'no-name': true }],
    ['such a switch beside its opposite', ['--no-name', '--name', 'x'], { name: 'x', 'no-name': true }],
    ['nothing for what is not given', [], {}],
  ])('hands the command %s', async (_what, args, options) => {
    let seen: Invocation | undefined;
    const run = async (invocation: Invocation) => {
      seen = invocation;
      return 7;
    };
    expect(await runWith(['probe', 'x', ...args, 'y'], run)).toEqual({ code: 7, stdout: '', stderr: '' });
    expect(seen).toMatchObject({ args: ['x', 'y'], options });
    expect(Object.keys(seen?.options ?? {})).toEqual(Object.keys(options));
  });

  it.each([
    [
      2,
      'an unknown command',
      ['prob'],
      /error: unknown command 'prob' \(cli-usage\)\n {2}→ Did you mean probe\? See --help\./,
    ],
    [2, 'an unknown option', ['probe', '--dry-rum'], /unknown option '--dry-rum' .*\n.*Did you mean --dry-run\?/],
    [2, 'a missing value', ['probe', '--name'], /option '--name <text>' argument missing/],
    [2, 'a value that is no choice', ['probe', '-o', 'xml'], /Allowed choices are text, json/],
    [2, 'a time that is none', ['probe', '--timeout', 'soon'], /--timeout soon is not a duration/],
    [2, 'no command', [], /Usage: tug <command>/],
  ])('ends with %i for %s', async (code, _what, args, stderr) => {
    const result = await runWith(args, async () => 0);
    expect(result).toEqual({ code, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  it.each([
    [['version', '--short'], /^1\.2\.3\n$/],
    [['version'], /^tug 1\.2\.3, Node \d/],
    [['version', '-o', 'json'], /"version": "1\.2\.3"/],
  ])('says its version for %j', async (args, printed) => {
    const terminal = captureTerminal();
    const commands = [versionCommand('tug', () => '1.2.3')];
    const code = await runProgram({ ...tug, commands }, args, { terminal, environment: {} });
    expect([code, terminal.written().stdout]).toEqual([0, expect.stringMatching(printed)]);
  });

  it('runs a command of a group', async () => {
    let seen: Invocation | undefined;
    const run = async (invocation: Invocation) => {
      seen = invocation;
      return 7;
    };
    expect(await runWith(['boat', 'moor', 'x', '--dry-run=true'], run)).toMatchObject({ code: 7 });
    expect(seen).toMatchObject({ args: ['x'], options: { 'dry-run': true } });
  });

  it.each([
    [0, 'the help of a group', ['boat', '--help'], 'stdout'],
    [0, 'help and a group', ['help', 'boat'], 'stdout'],
    [2, 'a group alone', ['boat'], 'stderr'],
  ] as const)('ends with %i for %s, and shows its commands', async (code, _what, args, stream) => {
    const result = await runWith(args, async () => 0);
    expect([result.code, result[stream]]).toEqual([code, expect.stringMatching(/row +row it[\s\S]*moor +moor it/)]);
  });

  it('refuses a command that a group does not have', async () => {
    expect(await runWith(['boat', 'mor'], async () => 0)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean moor?'),
    });
  });

  it.each([
    ['--help', ['--help']],
    ['-h', ['-h']],
    ['help', ['help']],
  ])('lists the commands for %s, and loads none', async (_what, args) => {
    const { code, stdout } = await runWith(args, async () => 0);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/probe +probe things[\s\S]*Exit codes: 0 done/)]);
  });

  it.each([[['probe', '--help']], [['help', 'probe']]])('shows the examples of a command for %j', async (args) => {
    const { code, stdout } = await runWith(args, async () => 0);
    expect([code, stdout]).toEqual([0, expect.stringContaining('$ tug probe x\n      probe x')]);
    expect(stdout).toContain('--dry-run');
    expect(stdout).not.toContain('--no-dry-run');
  });

  it('tells a failure with its code, its cause and its hint', async () => {
    const cause = new TypeError('connection refused');
    const failure = new CodedError('git-unreachable', 'No answer from git.example', {
      hint: 'Look at the proxy.',
      cause,
    });
    const { code, stderr } = await runWith(['probe'], () => Promise.reject(failure));
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: No answer from git.example (git-unreachable)\n  caused by: connection refused\n  → Look at the proxy.\n',
    );
  });

  it('tells it as JSON where the answer was to be JSON', async () => {
    const failure = new CodedError('git-unreachable', 'No answer', { hint: 'Look.' });
    const { stdout, stderr } = await runWith(['probe', '--output=json'], () => Promise.reject(failure));
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'git-unreachable', message: 'No answer', hint: 'Look.', causes: [], exitCode: 1 },
    });
  });

  it('shows where an error was thrown that nobody foresaw', async () => {
    const { code, stderr } = await runWith(['broken'], async () => 0);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: loaded\n {4}at /)]);
  });

  it('ends with 4 when the time is over, whatever the command makes of it', async () => {
    const { code, stderr } = await runWith(['probe', '--timeout', '1ms'], untilAborted);
    expect([code, stderr]).toEqual([4, expect.stringContaining('not done within 1ms (cli-timed-out)')]);
  });

  it('ends with the code of the signal that interrupted it', async () => {
    const controller = new AbortController();
    const done = runWith(['probe'], untilAborted, controller.signal);
    controller.abort(new CodedError('cli-interrupted', 'Interrupted'));
    expect(await done).toMatchObject({ code: 130, stderr: 'error: Interrupted (cli-interrupted)\n' });
  });
});
