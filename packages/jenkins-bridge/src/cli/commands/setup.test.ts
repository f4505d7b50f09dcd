import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type FakeJenkins, startJenkins } from '@towline/test-kit/jenkins';
import { captureTerminal } from '@towline/test-kit/terminal';
import { parseXml } from '../../core/xml/parse-xml.js';
import { child, descendant } from '../../core/xml/xml-element.js';
import { program } from '../program.js';

const makeKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
const [firstKey, secondKey] = [makeKey(), makeKey()];

const model = `
name: app
source:
  kind: git
  url: ssh://git@git.example.com/team/app.git
  triggers:
    - kind: poll
    - kind: webhook
      from: github
parameters:
  - kind: choice
    name: SIZE
    choices: ['<small>', 'l"a''rge & more']
options:
  keepBuilds: 20
  concurrentBuilds: queue
images:
  - name: app
publication:
  registry: { kind: ecr, account: '123456789012', region: eu-west-1 }
`;

let server: FakeJenkins;
let folder: string;
let token: string;
beforeEach(async () => {
  server = await startJenkins();
  token = server.createToken('admin');
  folder = await mkdtemp(join(tmpdir(), 'towline-setup-'));
  await writeFile(join(folder, 'towline.yaml'), model);
  await writeFile(join(folder, 'key'), firstKey.trim());
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function run(...args: readonly string[]) {
  const terminal = captureTerminal();
  const environment = {
    JENKINS_URL: server.url,
    JENKINS_USER_ID: 'admin',
    JENKINS_API_TOKEN: token,
    AWS_SECRET: 'aws-very-hidden',
  };
  const code = await runProgram(program, args, { terminal, environment });
  return { code, ...terminal.written() };
}

const setup = (...more: readonly string[]) =>
  run('setup', '--file', join(folder, 'towline.yaml'), '--job', 'team/app', ...more);
const credentials = () => ['--git-user', `git:file:${join(folder, 'key')}`, '--ecr-user', 'AKIAEXAMPLE:env:AWS_SECRET'];
const job = () => parseXml(server.world.items.get('team/app')?.xml ?? '<none/>');
const changes = () => server.requests.entries.filter(({ method }) => method === 'POST').length;
const kept = (id: string) => server.world.credentials.get('system')?.get(id) ?? '';

describe('jenkins-bridge setup', () => {
  it('makes the folder, the credentials and the job', async () => {
    expect((await setup(...credentials())).code).toBe(0);
    expect(server.world.items.all().map(({ fullName }) => fullName)).toEqual(['team', 'team/app']);
    expect([...(server.world.credentials.get('system')?.keys() ?? [])]).toEqual(['gitUser', 'ecrUser']);
    const scm = descendant(job(), 'definition', 'scm');
    const remote = descendant(scm, 'userRemoteConfigs', 'hudson.plugins.git.UserRemoteConfig');
    expect([child(remote, 'url')?.text, child(remote, 'credentialsId')?.text]).toEqual([
      'ssh://git@git.example.com/team/app.git',
      'gitUser',
    ]);
    expect(descendant(scm, 'branches', 'hudson.plugins.git.BranchSpec', 'name')?.text).toBe('*/main');
    expect(server.requests.entries.map(({ method, path }) => `${method} ${path}`)).toContain(
      'POST /createItem?name=team',
    );
  });

  it('keeps hostile text as data', async () => {
    await setup();
    const values = descendant(
      job(),
      'properties',
      'hudson.model.ParametersDefinitionProperty',
      'parameterDefinitions',
      'hudson.model.ChoiceParameterDefinition',
      'choices',
      'a',
    );
    expect(values?.children.map(({ text }) => text)).toEqual(['<small>', `l"a'rge & more`]);
  });

  it('changes nothing the second time', async () => {
    await setup(...credentials());
    const before = changes();
    expect(await setup(...credentials())).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to change.'),
    });
    expect((await setup(...credentials(), '--dry-run')).code).toBe(0);
    expect(changes()).toBe(before);
  });

  it('shows what would change, and changes nothing', async () => {
    const { code, stdout } = await setup(...credentials(), '--dry-run');
    expect([code, changes()]).toEqual([10, 0]);
    expect(stdout).toContain('+ folder team\n');
    expect(stdout).toContain('+ job team/app\n');
    expect(stdout).toContain('+ credential gitUser\n');
    expect(stdout).toContain('    + flow-definition/definition/scriptPath: Jenkinsfile\n');
  });

  it('shows each drift and mends it, and lets stay what a person has added', async () => {
    await setup();
    const item = server.world.items.get('team/app');
    if (item === undefined) throw new TypeError('there is no job');
    // As Jenkins and a person leave it behind: versions of plugins, more settings, a trigger of another plugin, another branch.
    item.xml = item.xml
      .replace(
        '<flow-definition>',
        '<flow-definition plugin="workflow-job@1400">\n<description>ours</description><keepDependencies>false</keepDependencies>',
      )
      .replace('<triggers>', '<triggers><org.example.Trigger plugin="x@1"><spec>1</spec></org.example.Trigger>')
      .replace('<name>*/main</name>', '<name>*/release</name>')
      .replace(
        '<hudson.plugins.git.UserRemoteConfig>',
        '<hudson.plugins.git.UserRemoteConfig><refspec>+refs/heads/*</refspec>',
      );
    const { code, stdout } = await setup('--dry-run');
    expect(code).toBe(10);
    expect(stdout.split('\n').filter((line) => /^ +[-+~]/.test(line))).toEqual([
      '    ~ flow-definition/definition/scm/branches[1]/BranchSpec/name: */release → */main',
    ]);
    await setup();
    expect(item.xml).toContain('<name>*/main</name>');
    for (const stays of [
      '<description>ours<',
      '<org.example.Trigger plugin="x@1">',
      '<refspec>+refs',
      'plugin="workflow-job@1400"',
    ]) {
      expect(item.xml).toContain(stays);
    }
    expect((await setup('--dry-run')).code).toBe(0);
  });

  it('takes away what the pipeline no longer wants', async () => {
    await setup();
    await writeFile(join(folder, 'towline.yaml'), model.replace(/ {4}- kind: webhook\n {6}from: github\n/, ''));
    expect((await setup()).stdout).toContain(
      '- flow-definition/properties/PipelineTriggersJobProperty/triggers/GitHubPushTrigger',
    );
    expect(server.world.items.get('team/app')?.xml).not.toContain('GitHubPushTrigger');
  });

  describe('credentials', () => {
    it('are known again by what is not secret', async () => {
      await setup(...credentials());
      expect(kept('gitUser')).toMatch(/<description>.*SHA256:[A-Za-z0-9+/]{43}<\/description>/);
      expect(kept('ecrUser')).toContain('<accessKey>AKIAEXAMPLE</accessKey>');
    });

    it('are written again where the key is another', async () => {
      await setup(...credentials());
      await writeFile(join(folder, 'key'), secondKey);
      const { stdout } = await setup(...credentials());
      expect(stdout).toMatch(/~ credential gitUser\n {4}~ key: SHA256:\S+ → SHA256:/);
      expect(stdout).not.toContain('ecrUser');
      expect(parseXml(kept('gitUser')).children.at(-1)?.children[0]?.text).toBe(secondKey);
    });

    it('are written again with --rotate', async () => {
      await setup(...credentials());
      expect((await setup(...credentials(), '--rotate')).stdout).toContain('is written again');
    });

    it('hold a key that ends with a line break', async () => {
      await setup(...credentials());
      expect(parseXml(kept('gitUser')).children.at(-1)?.children[0]?.text).toBe(firstKey);
    });

    it.each([['text'], ['json']])('are in no answer as %s', async (output) => {
      const { stdout, stderr } = await setup(...credentials(), '--output', output);
      expect(stdout + stderr).not.toMatch(/aws-very-hidden|PRIVATE KEY/);
      expect(JSON.stringify(server.requests.entries)).not.toMatch(/aws-very-hidden|PRIVATE KEY/);
    });

    it('can be a role alone', async () => {
      await setup('--ecr-role', 'arn:aws:iam::123456789012:role/push');
      expect(kept('ecrUser')).toContain('<iamRoleArn>arn:aws:iam::123456789012:role/push</iamRoleArn>');
    });

    it('are kept by the folder where that is asked for', async () => {
      await setup(...credentials(), '--credentials', 'folder');
      expect([...(server.world.credentials.get('team')?.keys() ?? [])]).toEqual(['gitUser', 'ecrUser']);
    });

    it('of CodeCommit have the id of the key in IAM as their user', async () => {
      const repository = ['--repository', 'ssh://git-codecommit.eu-west-1.amazonaws.com/v1/repos/app'];
      expect(await setup(...repository, ...credentials())).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('setup-codecommit-user'),
      });
      const user = ['--git-user', `APKAEIBAERJR2EXAMPLE:file:${join(folder, 'key')}`];
      expect((await setup(...repository, ...user)).code).toBe(0);
    });

    it('are not taken from the command line', async () => {
      expect(await setup('--ecr-user', 'AKIA:aws-very-hidden')).toMatchObject({
        code: 1,
        stderr: expect.not.stringContaining('aws-very-hidden'),
      });
    });

    it('with a key that cannot be read are refused without a word of it', async () => {
      await writeFile(join(folder, 'key'), 'PRIVATE KEY garbage');
      expect(await setup(...credentials())).toMatchObject({ code: 1, stderr: expect.not.stringContaining('garbage') });
    });
  });

  it('gives the folder its library, and lets others stay', async () => {
    await setup('--library', 'https://git.example.com/towline.git', '--library-version', 'v1');
    const item = server.world.items.get('team');
    if (item === undefined) throw new TypeError('there is no folder');
    const other =
      '<org.jenkinsci.plugins.workflow.libs.LibraryConfiguration><name>other</name></org.jenkinsci.plugins.workflow.libs.LibraryConfiguration>';
    item.xml = item.xml.replace('<libraries>', `<libraries>${other}`);
    await setup('--library', 'https://git.example.com/towline.git', '--library-version', 'v2');
    expect(item.xml).toContain('<defaultVersion>v2</defaultVersion>');
    expect(item.xml).toContain('<name>other</name>');
  });

  it('refuses to make what cannot run for want of a plugin', async () => {
    server.world.plugins = server.world.plugins.filter(({ shortName }) => shortName !== 'amazon-ecr');
    expect(await setup()).toMatchObject({ code: 1, stderr: expect.stringContaining('amazon-ecr') });
    expect(server.world.items.all()).toEqual([]);
  });

  it('refuses a job of another kind', async () => {
    server.createJob('team/app', { xml: '<project/>' });
    expect(await setup()).toMatchObject({ code: 1, stderr: expect.stringContaining('setup-wrong-kind') });
  });

  it('refuses a model that is wrong, with its place', async () => {
    await writeFile(join(folder, 'towline.yaml'), model.replace('images:', 'imags:'));
    expect(await setup()).toMatchObject({ code: 2, stderr: expect.stringContaining('towline.yaml:') });
  });
});
