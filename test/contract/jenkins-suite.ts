import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@towline/shared/http';
import { systemClock } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { type FakeJenkins, pipelineXml } from '@towline/test-kit/jenkins';
import { createRestJenkins } from '../../packages/jenkins-bridge/src/adapters/rest/rest-jenkins.js';
import { followBuild } from '../../packages/jenkins-bridge/src/app/builds/followed-build.js';
import { startBuild } from '../../packages/jenkins-bridge/src/app/builds/start-build.js';
import type { Jenkins } from '../../packages/jenkins-bridge/src/core/jenkins/jenkins.js';

/** A clock whose sleeps are short: the suite runs against sockets, and waits for nothing else. */
export const quickClock = {
  now: systemClock.now,
  sleep: (milliseconds: number, signal?: AbortSignal) => systemClock.sleep(Math.min(milliseconds, 10), signal),
};

/** Jenkins by HTTP. Failures are looked at one by one: nothing is tried again. */
export function signIn(server: FakeJenkins, secret: string, user = 'admin'): Jenkins {
  const http = createHttpClient({}, { retries: 0 });
  return createRestJenkins({ http, url: `${server.url}/`, login: { user, secret: new Secret(secret) } });
}

/** All lines of a log. */
export async function collect(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** A Jenkins, and a way to it. */
export interface JenkinsStage {
  readonly server: FakeJenkins;
  readonly jenkins: Jenkins;
  stop(): Promise<void>;
}

const parameters = [
  '<hudson.model.StringParameterDefinition><name>NAME</name><defaultValue>world</defaultValue></hudson.model.StringParameterDefinition>',
  '<hudson.model.ChoiceParameterDefinition><name>SIZE</name><choices class="java.util.Arrays$ArrayList"><a class="string-array"><string>small</string><string>large</string></a></choices></hudson.model.ChoiceParameterDefinition>',
  '<hudson.model.BooleanParameterDefinition><name>DRY</name><defaultValue>false</defaultValue></hudson.model.BooleanParameterDefinition>',
].join('');

/** What every way to Jenkins does alike. */
export function jenkinsSuite(open: () => Promise<JenkinsStage>): void {
  let stage: JenkinsStage;
  beforeAll(async () => {
    stage = await open();
  });
  afterAll(() => stage.stop());
  const patience = { clock: quickClock };

  describe('a job', () => {
    it('is undefined where there is none', async () => {
      expect(await stage.jenkins.job('no/such')).toBeUndefined();
      expect(await stage.jenkins.configuration('no/such')).toBeUndefined();
    });

    it('tells its parameters, in a folder too', async () => {
      stage.server.createJob('team/with-parameters', { xml: pipelineXml(parameters) });
      expect(await stage.jenkins.job('team/with-parameters')).toMatchObject({
        kind: 'pipeline',
        buildable: true,
        parameters: [
          { name: 'NAME', kind: 'string' },
          { name: 'SIZE', kind: 'choice', choices: ['small', 'large'] },
          { name: 'DRY', kind: 'boolean' },
        ],
      });
    });

    it('is found by the name of a branch with a slash', async () => {
      const { world } = stage.server;
      world.items.create('app', '<org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject/>');
      world.items.create('app/feature%2Flogin', pipelineXml());
      expect(await stage.jenkins.job('app/feature%2Flogin')).toMatchObject({ kind: 'pipeline' });
      expect(await stage.jenkins.job('app')).toMatchObject({ kind: 'multibranch', buildable: false });
    });

    it('is made and changed as XML says, letters of any kind included', async () => {
      const xml = (text: string) => `<flow-definition><description>${text}</description></flow-definition>`;
      await stage.jenkins.create('made', xml('Größe 1'));
      expect(await stage.jenkins.configuration('made')).toBe(xml('Größe 1'));
      await stage.jenkins.update('made', xml('Größe 2'));
      expect(await stage.jenkins.configuration('made')).toBe(xml('Größe 2'));
    });

    it('is refused where its XML is broken, or its name taken', async () => {
      await stage.jenkins.create('taken', '<project/>');
      await expect(stage.jenkins.create('taken', '<project/>')).rejects.toMatchObject({ code: 'jenkins-refused' });
      await expect(stage.jenkins.create('broken', '<project>')).rejects.toMatchObject({ code: 'jenkins-broken' });
    });
  });

  describe('a build', () => {
    it('gets its parameters, whatever letters are in them', async () => {
      const seen: unknown[] = [];
      stage.server.createJob('hostile', {
        xml: pipelineXml(parameters),
        script: async (run) => void seen.push(run.parameters) as undefined,
      });
      const hostile = `a "b" 'c' \\ $HOME \`id\`; & = % ü #`;
      const build = await startBuild(
        stage.jenkins,
        { job: 'hostile', parameters: { NAME: hostile, SIZE: 'large' } },
        patience,
      );
      expect(await build.finished()).toMatchObject({ number: 1, result: 'SUCCESS' });
      expect(seen).toEqual([{ NAME: hostile, SIZE: 'large', DRY: 'false' }]);
    });

    it.each([
      ['SUCCESS' as const],
      ['UNSTABLE' as const],
      ['FAILURE' as const],
      ['NOT_BUILT' as const],
      ['ABORTED' as const],
    ])('ends as %s', async (result) => {
      stage.server.createJob(`ends-${result}`, { script: async () => result });
      const build = await startBuild(stage.jenkins, { job: `ends-${result}` }, patience);
      expect(await build.finished()).toMatchObject({ result });
    });

    it('hands its log on line by line while it runs', async () => {
      let goOn = () => {};
      const seen = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      stage.server.createJob('talks', {
        script: async (run) => {
          run.log('one\ntw');
          await seen;
          run.log('o\n\u001b[8mha:AAAA\u001b[0mthrée\n');
          return 'SUCCESS';
        },
      });
      const build = await startBuild(stage.jenkins, { job: 'talks' }, patience);
      const lines: string[] = [];
      for await (const line of build.log()) {
        lines.push(line);
        if (line === 'one') goOn();
      }
      expect(lines).toEqual(['one', 'two', 'thrée', '[Pipeline] End of Pipeline', 'Finished: SUCCESS']);
    });

    it('is refused where the job is disabled', async () => {
      stage.server.createJob('off', { xml: pipelineXml().replace('>false<', '>true<') });
      await expect(stage.jenkins.trigger('off', {})).rejects.toMatchObject({ code: 'jenkins-not-buildable' });
    });

    it('is undefined where there is none', async () => {
      stage.server.createJob('new');
      expect(await stage.jenkins.build({ job: 'new', number: 7 })).toBeUndefined();
    });

    it('can be followed by somebody who did not start it', async () => {
      stage.server.createJob('other');
      const started = await startBuild(stage.jenkins, { job: 'other' }, patience);
      await started.finished();
      const lines = await collect(followBuild(stage.jenkins, { job: 'other', number: 1 }, patience).log());
      expect(lines.at(-1)).toBe('Finished: SUCCESS');
    });
  });

  describe('a credential', () => {
    const xml = (secret: string) =>
      new Secret(
        `<com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl><scope>GLOBAL</scope><id>ecrUser</id><secretKey>${secret}</secretKey></com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl>`,
      );
    it.each([
      ['of the system', { kind: 'system' as const }],
      ['of a folder', { kind: 'folder' as const, folder: 'team' }],
    ])('%s goes in, and its secret never comes out', async (_where, store) => {
      const { jenkins } = stage;
      expect(await jenkins.credential({ store, id: 'ecrUser' })).toBeUndefined();
      await jenkins.createCredential(store, xml('hidden1'));
      await expect(jenkins.createCredential(store, xml('hidden1'))).rejects.toMatchObject({
        code: expect.stringMatching(/^jenkins-/),
      });
      await jenkins.updateCredential({ store, id: 'ecrUser' }, xml('hidden2'));
      const kept = await jenkins.credential({ store, id: 'ecrUser' });
      expect(kept?.xml).toContain('<id>ecrUser</id>');
      expect(kept?.xml).not.toContain('hidden');
      const name = store.kind === 'system' ? 'system' : store.folder;
      expect(stage.server.world.credentials.get(name)?.get('ecrUser')).toContain('hidden2');
    });
  });

  it('tells who asks, and which Jenkins it is', async () => {
    expect(await stage.jenkins.identify()).toEqual({ version: '2.479.3', user: 'admin' });
  });

  it('lists the plugins', async () => {
    expect(await stage.jenkins.plugins()).toContainEqual({ name: 'git', version: '5.5.2' });
  });

  it.each([
    ['one that is right', 'pipeline { agent any }', { kind: 'valid' }],
    ['a bracket that is missing', 'pipeline {\n agent any', { kind: 'invalid', findings: [{ line: 2, column: 11 }] }],
    [
      'one that is scripted',
      'node { }',
      { kind: 'invalid', findings: [{ message: expect.stringContaining("'pipeline'") }] },
    ],
  ])('looks at a Jenkinsfile: %s', async (_what, text, verdict) => {
    expect(await stage.jenkins.validate(text, {})).toMatchObject(verdict);
  });
}
