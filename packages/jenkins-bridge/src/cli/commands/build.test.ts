import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CliError, runProgram } from '@towline/shared/cli';
import { type FakeJenkins, pipelineXml, startJenkins } from '@towline/test-kit/jenkins';
import { captureTerminal, type TerminalOptions } from '@towline/test-kit/terminal';
import { program } from '../program.js';

const digest = `sha256:${'a'.repeat(64)}`;
let server: FakeJenkins;
let token: string;
beforeAll(async () => {
  server = await startJenkins();
  token = server.createToken('admin');
});
afterAll(() => server.stop());

interface Options extends TerminalOptions {
  readonly signal?: AbortSignal;
}

async function run(args: readonly string[], { signal, ...look }: Options = {}) {
  const terminal = captureTerminal(look);
  const environment = {
    JENKINS_URL: server.url,
    JENKINS_USER_ID: 'admin',
    JENKINS_API_TOKEN: token,
    LOGIN: `admin:${token}`,
  };
  const code = await runProgram(program, args, { terminal, environment, signal });
  return { code, ...terminal.written() };
}

describe('jenkins-bridge build', () => {
  it.each([
    ['SUCCESS' as const, 0],
    ['FAILURE' as const, 1],
    ['UNSTABLE' as const, 11],
    ['ABORTED' as const, 12],
    ['NOT_BUILT' as const, 13],
  ])('ends as the build: %s is %d', async (result, code) => {
    server.createJob(`team/${result}`, { script: async () => result });
    expect((await run(['build', `team/${result}`])).code).toBe(code);
  });

  it('writes the log to a pipe and nothing else', async () => {
    server.createJob('piped', { script: async (job) => void job.log('one\n\u001b[31mtwo\u001b[0m\n') as undefined });
    const { stdout, stderr } = await run(['build', 'piped']);
    expect(stdout).toBe('one\n\u001b[31mtwo\u001b[0m\n[Pipeline] End of Pipeline\nFinished: SUCCESS\n');
    expect(stderr).toContain('piped #1: SUCCESS');
  });

  it('tells a program of the result, the duration, the stages and the digests', async () => {
    server.createJob('pushes', {
      script: async (job) => {
        await job.stage('Push image', async () => {
          job.log(
            `The push refers to repository [1.dkr.ecr.eu-west-1.amazonaws.com/app]\nlatest: digest: ${digest} size: 1\n`,
          );
        });
        return 'SUCCESS';
      },
    });
    const { code, stdout } = await run(['build', 'pushes', '-o', 'json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      {
        job: 'pushes',
        number: 1,
        result: 'SUCCESS',
        durationMs: expect.any(Number),
        images: [{ repository: '1.dkr.ecr.eu-west-1.amazonaws.com/app', tag: 'latest', digest }],
        stages: [{ name: 'Push image', status: 'success' }],
      },
    ]);
  });

  it('shows stages on a terminal', async () => {
    server.createJob('staged', {
      script: async (job) => void (await job.stage('Test', async () => undefined)) as undefined,
    });
    expect((await run(['build', 'staged'], { answers: [] })).stderr).toContain('staged ✓ Test');
    expect((await run(['build', 'staged'])).stderr).not.toContain('✓ Test');
  });

  it.each([
    ['proceed', 0],
    ['abort', 12],
  ])('lets a person at the terminal %s', async (said, code) => {
    server.createJob(`asks-${said}`, { script: asking });
    expect((await run(['build', `asks-${said}`], { answers: [said] })).code).toBe(code);
  });

  it('answers beforehand where nobody sits there', async () => {
    server.createJob('answered', { script: asking });
    expect((await run(['build', 'answered', '--answer', 'Deploy=proceed'])).code).toBe(0);
  });

  it('refuses parameters before anything is sent, all at once', async () => {
    server.createJob('strict', {
      xml: pipelineXml(
        '<hudson.model.BooleanParameterDefinition><name>DRY_RUN</name></hudson.model.BooleanParameterDefinition>',
      ),
    });
    const before = server.requests.entries.length;
    const { code, stderr } = await run(['build', 'strict', '-p', 'DRY_RUM=true', '-p', 'DRY_RUN=maybe']);
    expect(code).toBe(1);
    expect(stderr).toContain('did you mean DRY_RUN?');
    expect(stderr).toContain('DRY_RUN is true or false');
    expect(server.requests.entries.slice(before).map(({ method }) => method)).toEqual(['GET']);
  });

  it('builds several, and ends as the worst', async () => {
    server.createJob('many/a');
    server.createJob('many/b', { script: async () => 'UNSTABLE' });
    const { code, stdout } = await run(['build', 'many/a', 'many/b', '-o', 'json']);
    expect(code).toBe(11);
    expect(JSON.parse(stdout)).toMatchObject({
      builds: [{ job: 'many/a', result: 'SUCCESS' }, { result: 'UNSTABLE' }],
    });
  });

  it('goes on with the others where one cannot be built', async () => {
    const { code, stdout } = await run(['build', 'many/a', 'many/none', '-o', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      builds: [{ result: 'SUCCESS' }, { job: 'many/none', error: { code: 'jenkins-not-found' } }],
    });
  });

  it('only asks for the build with --detach', async () => {
    const job = server.createJob('detached', { held: true });
    expect((await run(['build', 'detached', '--detach'])).code).toBe(0);
    expect(server.world.queue.waiting(job)).toHaveLength(1);
  });

  describe('interrupted', () => {
    it('stops the build by a second Ctrl-C', async () => {
      const job = server.createJob('stopped', { script: () => new Promise(() => undefined) });
      const interrupt = new AbortController();
      const running = run(['build', 'stopped'], { signal: interrupt.signal });
      await until(
        () => job.runs.length > 0 && server.requests.entries.some(({ path }) => path.includes('/stopped/1/logText')),
      );
      interrupt.abort(new CliError('cli-interrupted', 'Interrupted'));
      await until(() => process.listenerCount('SIGINT') > 0);
      process.emit('SIGINT');
      const { code, stderr } = await running;
      expect([code, job.runs[0]?.interruptions]).toEqual([12, ['stop']]);
      expect(stderr).toContain('Detached: stopped #1 goes on. Ctrl-C again stops it.');
    });

    it('leaves the build to itself when its time is over, and says so by 4', async () => {
      const job = server.createJob('slow', { script: () => new Promise(() => undefined) });
      expect((await run(['build', 'slow', '--timeout', '1s'])).code).toBe(4);
      expect(job.runs[0]?.interruptions).toEqual([]);
      job.runs[0]?.interrupt('kill');
    });
  });

  it.each([
    ['no job', ['build'], 'cli-usage'],
    ['no Jenkins', ['build', 'a', '--url', ''], 'cli-usage'],
    ['a parameter without a value', ['build', 'a', '-p', 'x'], 'cli-usage'],
    ['an answer that is none', ['build', 'a', '--answer', 'x=maybe'], 'cli-usage'],
    ['a concurrency that is none', ['build', 'a', '--concurrency', '0'], 'cli-usage'],
  ])('refuses %s', async (_what, args, code) => {
    expect(await run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(code) });
  });

  it.each([
    ['a user and a reference', 'admin:env:JENKINS_API_TOKEN'],
    ['a reference to both', 'env:LOGIN'],
  ])('signs in by %s', async (_what, auth) => {
    expect((await run(['status', 'many/a', '--auth', auth])).code).toBe(0);
  });

  it('refuses a secret on the command line, and does not repeat it', async () => {
    const { stderr } = await run(['status', 'many/a', '--auth', 'admin:very-hidden']);
    expect(stderr).toContain('jenkins-bad-address');
    expect(stderr).not.toContain('very-hidden');
  });
});

describe('what is asked of builds', () => {
  it('logs writes the log of the last build, and ends as it did', async () => {
    expect(await run(['logs', 'many/b'])).toMatchObject({
      code: 11,
      stdout: expect.stringContaining('Finished: UNSTABLE'),
    });
  });

  it('logs says that there is no such build', async () => {
    expect(await run(['logs', 'many/b', '99'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('jenkins-not-found'),
    });
  });

  it('status shows stages', async () => {
    const { stdout } = await run(['status', 'staged']);
    expect(stdout).toContain('staged #2: SUCCESS');
    expect(stdout).toContain('✓ Test');
  });

  it('history lists the newest first', async () => {
    expect(JSON.parse((await run(['history', 'many/a', '-o', 'json'])).stdout)).toMatchObject({
      builds: [{ number: 2 }, { number: 1 }],
    });
  });

  it('stop leaves a build alone that has ended', async () => {
    expect(await run(['stop', 'many/a', '1'])).toMatchObject({
      code: 0,
      stdout: 'many/a #1 had ended before: SUCCESS\n',
    });
  });
});

async function asking(job: {
  input(id: string, message: string): Promise<unknown>;
  stage(name: string, body: () => Promise<void>): Promise<void>;
}): Promise<'SUCCESS'> {
  await job.stage('Deploy', async () => {
    await job.input('Deploy', 'Shall it go on?');
  });
  return 'SUCCESS';
}

/** Lets the sockets do their work until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
