import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Secret } from '../secret/index.js';
import { inheritedEnvironment, type ProcessError, type RunRequest, runProcess, startProcess } from './index.js';

const node = (script: string, more: Partial<RunRequest> = {}): RunRequest => ({
  command: process.execPath,
  args: ['-e', script],
  maxOutputBytes: 1_000_000,
  ...more,
});

const failureOf = async (request: RunRequest): Promise<ProcessError> =>
  runProcess(request).then(
    () => {
      throw new Error('the program was expected to fail');
    },
    (error: ProcessError) => error,
  );

describe('runProcess', () => {
  it('gives stdout as bytes and stderr as text', async () => {
    const result = await runProcess(node('process.stdout.write(Buffer.from([0, 255])); process.stderr.write("told")'));
    expect([...result.stdout]).toEqual([0, 255]);
    expect(result).toMatchObject({ exitCode: 0, stderr: 'told' });
  });

  it.each<[string, RunRequest['input']]>([
    ['text', 'grüße'],
    ['bytes', Buffer.from('grüße')],
    ['a stream', Readable.from([Buffer.from('grü'), Buffer.from('ße')])],
  ])('feeds %s to stdin', async (_kind, input) => {
    const { stdout } = await runProcess(node('process.stdin.pipe(process.stdout)', { input }));
    expect(Buffer.from(stdout).toString()).toBe('grüße');
  });

  it('passes arguments as they are, since there is no shell', async () => {
    const odd = ['$(id)', '; true', '*', "a'b", ''];
    const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const { stdout } = await runProcess({ ...node(''), args: ['-e', script, '--', ...odd] });
    expect(JSON.parse(Buffer.from(stdout).toString())).toEqual(odd);
  });

  it('inherits no variable that is not given', async () => {
    const env = inheritedEnvironment({ A: '1', B: '2', C: undefined }, ['A', 'C', 'D']);
    const { stdout } = await runProcess(node('console.log(JSON.stringify(process.env))', { env }));
    expect(JSON.parse(Buffer.from(stdout).toString())).toEqual({ A: '1' });
  });

  it('reports a failing exit code with the last words', async () => {
    const error = await failureOf(node('console.error("why"); process.exit(3)'));
    expect(error).toMatchObject({ code: 'process-failed', exitCode: 3, stderr: 'why\n' });
    expect(error.message).toContain('exited with code 3: why');
  });

  it('takes an allowed exit code for an answer', async () => {
    await expect(runProcess(node('process.exit(1)', { allowExitCodes: [1] }))).resolves.toMatchObject({ exitCode: 1 });
  });

  it('is no failure that a program does not read all of its input', async () => {
    const input = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(65_536)));
    await expect(runProcess(node('process.exit(0)', { input }))).resolves.toMatchObject({ exitCode: 0 });
  });

  it('ends a program whose input broke off', async () => {
    const input = new PassThrough();
    input.write('half');
    input.destroy(new Error('source lost'));
    const error = await failureOf(node('process.stdin.resume()', { input }));
    expect(error).toMatchObject({ code: 'process-failed', cause: { message: 'source lost' } });
    expect(error.message).toContain('could not be given its input');
  });

  it.each<[string, Partial<RunRequest>, string]>([
    ['a missing program', { command: 'towline-no-such-program' }, 'towline-no-such-program cannot be executed'],
    ['a missing folder', { cwd: '/towline/no/such/folder' }, 'the folder /towline/no/such/folder does not exist'],
  ])('names %s', async (_what, more, message) => {
    const error = await failureOf(node('', more));
    expect(error.code).toBe('process-not-found');
    expect(error.message).toContain(message);
  });

  it('ends a program that writes too much', async () => {
    const error = await failureOf(
      node('setInterval(() => process.stdout.write("x".repeat(1000)))', { maxOutputBytes: 5_000 }),
    );
    expect(error.code).toBe('process-output-too-large');
  });

  it('keeps the last 64 KiB of stderr', async () => {
    const { stderr } = await runProcess(node('process.stderr.write("a".repeat(100000) + "end")'));
    expect(stderr).toHaveLength(65_536);
    expect(stderr.endsWith('aend')).toBe(true);
  });

  it('takes secrets out of messages and stderr, percent-encoded ones too', async () => {
    const secret = new Secret('p@ss/word');
    const error = await failureOf(
      node('console.error("at https://x:p%40ss%2Fword@host, " + process.env.PASS); process.exit(1)', {
        env: { PASS: secret.reveal() },
        redact: [secret],
      }),
    );
    expect(error.message).toContain('at https://x:[redacted]@host, [redacted]');
    expect(error.stderr).not.toMatch(/p@ss|p%40ss/);
  });

  it('leaves no part of a secret that the end of the kept output splits', async () => {
    const secret = new Secret('0123456789');
    const script = `process.stderr.write('${secret.reveal()}' + 'a'.repeat(65531))`;
    const { stderr } = await runProcess(node(script, { redact: [secret] }));
    expect(stderr).not.toMatch(/\d/);
  });
});

describe('ending a program', () => {
  it('takes its children with it, even where they ignore SIGTERM', async () => {
    // The grandchild holds a connection, which the kernel closes when it dies.
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const grandchild = `process.on('SIGTERM', () => 0); require('node:net').connect(${port}, '127.0.0.1')`;
    const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' });
      process.on('SIGTERM', () => 0);`;
    const controller = new AbortController();
    const running = startProcess({ ...node(parent), signal: controller.signal, graceMs: 20 });
    const [connection] = (await once(server, 'connection')) as [Socket];
    connection.on('error', () => undefined).resume();
    const closed = once(connection, 'close');

    controller.abort(new Error('enough'));

    await expect(running.done).rejects.toMatchObject({ code: 'process-aborted', cause: { message: 'enough' } });
    await closed;
    server.close();
  });

  it('follows a time limit', async () => {
    const error = await failureOf(node('setInterval(() => 0, 1000)', { timeoutMs: 50 }));
    expect(error).toMatchObject({ code: 'process-timeout' });
    expect(error.message).toContain('took longer than 50 ms');
  });

  it('does not start what is aborted already', async () => {
    const error = await failureOf(node('', { signal: AbortSignal.abort(new Error('before')) }));
    expect(error).toMatchObject({ code: 'process-aborted', cause: { message: 'before' } });
  });
});
