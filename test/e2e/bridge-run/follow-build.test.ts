import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runProcess } from '@towline/shared/process';
import { type FakeJenkins, type RunControl, startJenkins } from '@towline/test-kit/jenkins';
import { describeReal } from '@towline/test-kit/real';
import { startBridge } from './bridge-process.js';

let server: FakeJenkins;
let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  server = await startJenkins();
  folder = await mkdtemp(join(tmpdir(), 'towline-follow-'));
  environment = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    JENKINS_URL: server.url,
    JENKINS_USER_ID: 'admin',
    JENKINS_API_TOKEN: server.createToken('admin'),
  };
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A job whose builds write a line, and then wait until somebody ends them. */
function createEndless(name: string) {
  return server.createJob(name, {
    script: async (run) => {
      run.log('it runs\n');
      return new Promise(() => undefined);
    },
  });
}

/** Resolves when a process has written this to either of its streams. */
function untilWritten(child: ReturnType<typeof startBridge>['child'], text: string): Promise<void> {
  return new Promise((resolve) => {
    let written = '';
    const take = (chunk: Buffer) => {
      written += chunk;
      if (written.includes(text)) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
  });
}

describe('jenkins-bridge build, in a process of its own', () => {
  it('leaves the build to itself by Ctrl-C', async () => {
    const job = createEndless('left');
    const { child, ended } = startBridge(['build', 'left'], environment);
    await untilWritten(child, 'it runs');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect([code, job.runs[0]?.interruptions]).toEqual([130, []]);
    expect(stderr).toContain('jenkins-bridge logs left 1');
    job.runs[0]?.interrupt('kill');
  });

  it('stops the build by a second one', async () => {
    const job = createEndless('stopped');
    const { child, ended } = startBridge(['build', 'stopped'], environment);
    await untilWritten(child, 'it runs');
    const detached = untilWritten(child, 'Detached');
    child.kill('SIGINT');
    await detached;
    child.kill('SIGINT');
    expect([(await ended).code, job.runs[0]?.interruptions]).toEqual([12, ['stop']]);
  });

  it('builds the jobs whose folders have changed, and no others', async () => {
    const checkout = join(folder, 'checkout');
    const git = (...args: readonly string[]) =>
      runProcess({ command: 'git', args: ['-C', checkout, ...args], env: environment, maxOutputBytes: 65_536 });
    for (const name of ['cart', 'shop', 'web']) {
      await mkdir(join(checkout, name), { recursive: true });
      const publication = 'publication:\n  registry: {kind: oci, url: "https://h.example", auth: {kind: none}}\n';
      await writeFile(join(checkout, name, 'towline.yaml'), `name: ${name}\nimages: [{name: ${name}}]\n${publication}`);
      server.createJob(`team/${name}`, {});
    }
    await git('init', '--quiet', '--initial-branch=main');
    const commit = async () => {
      await git('add', '.');
      await git('-c', 'user.name=Pat', '-c', 'user.email=pat@example.com', 'commit', '--quiet', '-m', 'x');
    };
    await commit();
    await writeFile(join(checkout, 'cart', 'main.js'), '');
    await writeFile(join(checkout, 'web', 'index.html'), '');
    await commit();
    const args = ['build', '--all-changed', '--since', 'HEAD~1', '--folder', 'team', '-o', 'json'];
    const { code, stdout } = await startBridge(args, environment, checkout).ended;
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      {
        builds: [
          { job: 'team/cart', result: 'SUCCESS' },
          { job: 'team/web', result: 'SUCCESS' },
        ],
      },
    ]);
    const nothing = await startBridge(['build', '--all-changed', '--since', 'HEAD'], environment, checkout).ended;
    expect(nothing).toMatchObject({ code: 3, stderr: expect.stringContaining('No pipeline has changed') });
  });
});

describeReal('terminal', 'jenkins-bridge build, on a terminal', () => {
  it('is left by Ctrl-C at a question too, where the terminal sends no signal', async () => {
    const job = server.createJob('asked', {
      script: async (run: RunControl) => {
        await run.stage('Deploy', async () => void (await run.input('Go', 'Shall it go on?')));
        return 'SUCCESS';
      },
    });
    const bridge = fileURLToPath(new URL('../../../packages/jenkins-bridge/bin/jenkins-bridge.js', import.meta.url));
    // script gives it a terminal.
    const child = spawn('script', ['-qec', `${process.execPath} ${bridge} build asked`, '/dev/null'], {
      env: { ...environment, TERM: 'dumb' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await untilWritten(child, 'proceed, abort or later?');
    child.stdin.write('\u0003');
    expect([await ended, job.runs[0]?.interruptions]).toEqual([130, []]);
    job.runs[0]?.interrupt('kill');
  });
});
