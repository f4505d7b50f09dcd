import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inheritedEnvironment } from '@towline/shared/process';
import { type GitServer, startGitServer } from '@towline/test-kit/git';
import { type FakeJenkins, startJenkins } from '@towline/test-kit/jenkins';
import { applicationFiles } from '../sample/sample.js';
import { openJenkins } from './jenkins-pipeline.js';
import { cloneWorkCopy } from './work-copy.js';

let folder: string;
let git: GitServer;
let jenkins: FakeJenkins;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-demo-jenkins-'));
  [git, jenkins] = await Promise.all([startGitServer(), startJenkins()]);
});
afterEach(async () => {
  await Promise.all([git.stop(), jenkins.stop()]);
  await rm(folder, { recursive: true });
});

it('makes the job of the sample in a Jenkins, and has it build', async () => {
  const registry = { kind: 'oci', url: 'http://127.0.0.1:5000', auth: { kind: 'none' } };
  const repository = await git.createRepository(
    'web.git',
    applicationFiles({ sourceUrl: 'http://x/web.git', registry }),
  );
  const { url: source, read } = repository;
  const { signal } = new AbortController();
  const person = { name: 'Ada Developer', email: 'ada@example.com' };
  const application = await cloneWorkCopy({ url: source, repository, folder: join(folder, 'web'), person, signal });
  const environment = {
    ...inheritedEnvironment(process.env, ['PATH']),
    JENKINS_USER_ID: 'admin',
    JENKINS_API_TOKEN: jenkins.createToken('admin'),
  };
  const pipeline = await openJenkins({ url: jenkins.url, job: 'shop-web', application, environment, signal });
  expect(await read('Jenkinsfile')).toContain('jenkins-bridge image build');
  expect(jenkins.world.items.get('shop-web')?.xml).toContain(source);
  expect(await pipeline.ended('whichever')).toMatchObject({ result: 'SUCCESS' });
});
