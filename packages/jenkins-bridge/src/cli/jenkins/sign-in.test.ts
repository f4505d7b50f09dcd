import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type RunningAws, startAws } from '@towline/test-kit/aws';
import { type FakeJenkins, startJenkins } from '@towline/test-kit/jenkins';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../program.js';

const names = ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'] as const;
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));

let server: FakeJenkins;
let aws: RunningAws;
beforeEach(async () => {
  server = await startJenkins();
  server.createJob('app', { script: async () => 'SUCCESS' });
  aws = await startAws({
    secrets: { JenkinsPassword: JSON.stringify({ username: 'admin', password: 'secret' }), both: 'admin:secret' },
  });
  // The SDK reads the variables of the process and no others.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_REGION: 'us-east-1',
  });
});
afterEach(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await Promise.all([server.stop(), aws.stop()]);
});

async function doctor(auth: string) {
  const terminal = captureTerminal();
  const environment = { JENKINS_URL: server.url, AWS_REGION: 'us-east-1' };
  const code = await runProgram(program, ['doctor', '--auth', auth, '--job', 'app'], { terminal, environment });
  return { code, ...terminal.written() };
}

describe('--auth by Secrets Manager', () => {
  it.each([
    ['two fields of one secret', 'aws-sm://JenkinsPassword#username,password'],
    ['the user here, the secret there', 'admin:aws-sm://JenkinsPassword#password'],
    ['one secret with both', 'aws-sm://both'],
  ])('takes %s', async (_what, auth) => {
    expect((await doctor(auth)).stdout).toContain('✓ Jenkins: answers as 2.479.3, to admin');
  });

  it.each([
    ['a secret that is not there', 'aws-sm://none#username,password', 'secret-not-found'],
    ['a field that is not there', 'aws-sm://JenkinsPassword#username,token', 'secret-not-found'],
    ['a secret without a colon', 'aws-sm://JenkinsPassword#password', 'cli-usage'],
  ])('refuses %s, and shows none', async (_what, auth, code) => {
    const { stderr } = await doctor(auth);
    expect(stderr).toContain(code);
    expect(stderr).not.toContain('"secret"');
  });
});
