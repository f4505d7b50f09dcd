import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type FakeJenkins, startJenkins } from '@towline/test-kit/jenkins';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../program.js';

const model = `
name: app
source: { kind: git, url: 'https://git.example.com/app.git', triggers: [{ kind: poll }] }
images: [{ name: app }]
publication:
  registry: { kind: ecr, account: '123456789012', region: eu-west-1 }
`;

let server: FakeJenkins;
let folder: string;
let token: string;
beforeEach(async () => {
  server = await startJenkins();
  token = server.createToken('admin');
  folder = await mkdtemp(join(tmpdir(), 'towline-doctor-'));
  await writeFile(join(folder, 'towline.yaml'), model);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function run(...args: readonly string[]) {
  const terminal = captureTerminal();
  const environment = { JENKINS_URL: server.url, JENKINS_USER_ID: 'admin', JENKINS_API_TOKEN: token };
  const code = await runProgram(program, args, { terminal, environment });
  return { code, ...terminal.written() };
}

describe('jenkins-bridge doctor', () => {
  const doctor = () => run('doctor', '--file', join(folder, 'towline.yaml'), '--job', 'team/app');
  it('says what is missing, and what to do', async () => {
    const { code, stdout } = await doctor();
    expect(code).toBe(1);
    expect(stdout).toContain('✗ team/app: is not there, or may not be seen\n    → Make it: jenkins-bridge setup');
  });

  it('is content with what setup made', async () => {
    await run('setup', '--file', join(folder, 'towline.yaml'), '--job', 'team/app');
    const { code, stdout } = await doctor();
    expect([code, stdout]).toEqual([0, expect.stringContaining('! team/app: has never run')]);
  });

  it('names who is not let in', async () => {
    token = 'wrong';
    expect(await doctor()).toMatchObject({ code: 1, stdout: expect.stringContaining('API token') });
  });
});

describe('jenkins-bridge lint --remote', () => {
  const lint = async (text: string, ...more: readonly string[]) => {
    await writeFile(join(folder, 'Jenkinsfile'), text);
    return run('lint', join(folder, 'Jenkinsfile'), '--remote', ...more);
  };
  it.each([
    [
      'a declarative one that is right',
      'pipeline { agent any\n options { timeout(5) }\n stages { stage("a") { steps { sh "b" } } } }',
      0,
    ],
    ['a scripted one, which the validator cannot judge', 'node { timeout(5) { checkout scm } }', 1],
  ])('asks Jenkins about %s', async (_what, text, code) => {
    expect((await lint(text)).code).toBe(code);
  });

  it('lets the compiler look at a scripted one', async () => {
    server.createJob('any');
    expect((await lint('node { timeout(5) { checkout scm } }', '--scripted-in', 'any')).code).toBe(0);
  });

  it('shows the place that Jenkins names', async () => {
    const { stdout } = await lint('pipeline {\n  agent any\n');
    expect(stdout).toMatch(/Jenkinsfile:3:1: error Jenkins: WorkflowScript/);
  });
});
