import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@towline/shared/http';
import { createManualClock } from '@towline/test-kit/clock';
import { type FakeJenkins, pipelineXml, startJenkins } from '@towline/test-kit/jenkins';
import { createRestJenkins } from '../../packages/jenkins-bridge/src/adapters/rest/rest-jenkins.js';
import { startBuild } from '../../packages/jenkins-bridge/src/app/builds/start-build.js';
import type { Jenkins } from '../../packages/jenkins-bridge/src/core/jenkins/jenkins.js';
import { jenkinsSuite, quickClock, signIn } from './jenkins-suite.js';

const patience = { clock: quickClock };
const http = createHttpClient({}, { retries: 0 });

describe('Jenkins by HTTP with a password', () => {
  jenkinsSuite(async () => {
    const server = await startJenkins();
    return { server, jenkins: signIn(server, 'secret'), stop: server.stop };
  });
});

describe('Jenkins by HTTP with an API token', () => {
  jenkinsSuite(async () => {
    const server = await startJenkins();
    return { server, jenkins: signIn(server, server.createToken('admin')), stop: server.stop };
  });
});

describe('Jenkins by HTTP', () => {
  const clock = createManualClock();
  let server: FakeJenkins;
  let jenkins: Jenkins;
  beforeAll(async () => {
    const denied = ['hudson.model.Item.Build', 'hudson.model.Item.Cancel'];
    server = await startJenkins({
      clock,
      people: [
        { name: 'admin', password: 'secret', denied: [] },
        { name: 'reader', password: 'secret', denied },
        { name: 'blind', password: 'secret', denied: ['hudson.model.Item.Read'] },
      ],
    });
    server.createJob('app', {});
    jenkins = signIn(server, 'secret');
  });
  afterAll(() => server.stop());

  it('fetches a crumb once, and again after a restart', async () => {
    const count = () => server.requests.count('GET /crumbIssuer/api/json');
    await jenkins.create('crumb-1', '<project/>');
    await jenkins.create('crumb-2', '<project/>');
    const before = count();
    server.restart();
    await jenkins.create('crumb-3', '<project/>');
    expect([before, count()]).toEqual([1, 2]);
  });

  it('asks a Jenkins without crumbs too', async () => {
    const plain = await startJenkins({ crumbs: false });
    await signIn(plain, 'secret').create('made', '<project/>');
    expect(plain.world.items.get('made')).toBeDefined();
    await plain.stop();
  });

  it('makes a token that signs in, and revokes it', async () => {
    const { id, token } = await jenkins.createToken('towline');
    const other = signIn(server, token.reveal());
    expect(await other.identify()).toMatchObject({ user: 'admin' });
    await jenkins.revokeToken(id);
    await expect(other.job('app')).rejects.toMatchObject({ code: 'jenkins-unauthenticated' });
  });

  it.each([
    ['a wrong password', () => signIn(server, 'wrong').job('app'), 'jenkins-unauthenticated', 'API token'],
    ['nobody', () => createRestJenkins({ http, url: server.url }).job('app'), 'jenkins-unauthenticated', '--auth'],
    [
      'a permission that is missing',
      () => signIn(server, 'secret', 'reader').trigger('app', {}),
      'jenkins-forbidden',
      'administrator',
    ],
    ['a name that is refused', () => jenkins.create('a!', '<project/>'), 'jenkins-refused', undefined],
    ['a folder that is missing', () => jenkins.create('no/such', '<project/>'), 'jenkins-not-found', 'Item/Read'],
    ['a class that is missing', () => jenkins.create('b', '<no.such.Plugin/>'), 'jenkins-broken', 'plugin'],
    [
      'a server that is not there',
      () => createRestJenkins({ http, url: 'http://127.0.0.1:9' }).identify(),
      'jenkins-unreachable',
      'runs',
    ],
  ])('tells %s apart, and what to do', async (_what, ask, code, hint) => {
    await expect(ask()).rejects.toMatchObject({
      code,
      ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) }),
    });
  });

  it('names the permission that is missing', async () => {
    await expect(signIn(server, 'secret', 'reader').trigger('app', {})).rejects.toThrow(
      'reader has not the permission hudson.model.Item.Build',
    );
  });

  it('cannot see what it may not read', async () => {
    expect(await signIn(server, 'secret', 'blind').job('app')).toBeUndefined();
  });

  it('says that Jenkins starts', async () => {
    server.restart(1);
    await expect(jenkins.job('app')).rejects.toMatchObject({ code: 'jenkins-starting' });
  });

  it.each([
    ['a sign-in page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
    [
      'another program',
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"jobs":1,"property":5}' },
    ],
  ])('is not taken in by %s', async (_what, answer) => {
    server.faults.add({ effect: 'answer', times: 1, ...answer });
    await expect(jenkins.job('app')).rejects.toMatchObject({ code: 'jenkins-bad-answer' });
  });

  it.each(['https://user:secret@jenkins', 'jenkins', 'ftp://jenkins', 'https://jenkins/?a=b'])(
    'refuses the address %s',
    (url) => {
      expect(() => createRestJenkins({ http, url })).toThrow(expect.objectContaining({ code: 'jenkins-bad-address' }));
    },
  );

  it('keeps its secret out of errors', async () => {
    const error: unknown = await signIn(server, 'very-hidden')
      .job('app')
      .catch((one: unknown) => one);
    expect(JSON.stringify([error, String(error), (error as Error).cause])).not.toMatch(
      /very-hidden|dmVyeS1oaWRkZW4|YWRtaW46/,
    );
  });

  it('gives up with the reason of its signal', async () => {
    server.faults.add({ effect: 'silence', times: 1 });
    await expect(jenkins.job('app', { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  describe('in the queue', () => {
    it('follows the request that waits already, and a Location of another host', async () => {
      server.world.rootUrl = 'https://elsewhere.example.com/jenkins';
      const job = server.createJob('queued', { held: true });
      const [first, second] = [await jenkins.trigger('queued', {}), await jenkins.trigger('queued', {})];
      server.world.rootUrl = undefined;
      expect(second).toEqual(first);
      expect(await jenkins.queued(first)).toMatchObject({ kind: 'waiting', why: expect.stringContaining('executor') });
      server.world.queue.release(job);
      expect(await jenkins.queued(first)).toEqual({ kind: 'started', number: 1 });
      expect(server.requests.entries.every(({ headers }) => headers.host?.startsWith('127.0.0.1'))).toBe(true);
    });

    it('finds the build of an item that Jenkins has forgotten', async () => {
      server.createJob('forgotten', {});
      const ticket = await jenkins.trigger('forgotten', {});
      await startBuild(jenkins, { job: 'forgotten' }, patience).then((build) => build.finished());
      clock.advance(5 * 60_000 + 1);
      expect(await jenkins.queued(ticket)).toMatchObject({ kind: 'started' });
      expect(await jenkins.queued({ kind: 'queued', job: 'forgotten', item: 9_999 })).toEqual({ kind: 'gone' });
    });

    it('is taken out', async () => {
      server.createJob('dropped', { held: true });
      const ticket = await jenkins.trigger('dropped', {});
      await jenkins.cancel(ticket);
      expect(await jenkins.queued(ticket)).toEqual({ kind: 'cancelled' });
    });
  });

  it('tells of stages and asks questions that can be answered', async () => {
    const answers: unknown[] = [];
    const asksFor = [
      {
        type: 'StringParameterDefinition',
        name: 'WHERE',
        description: 'the cluster',
        definition: { defaultVal: null },
      },
      {
        type: 'ChoiceParameterDefinition',
        name: 'SIZE',
        definition: { defaultVal: 'small', choices: ['small', 'large'] },
      },
      { type: 'BooleanParameterDefinition', name: 'DRY', definition: { defaultVal: true } },
      { type: 'PasswordParameterDefinition', name: 'CODE', definition: { defaultVal: 'kept in Jenkins' } },
    ];
    server.createJob('asks', {
      script: async (run) => {
        await run.stage('Test', async () => undefined);
        await run.stage('Push', async () => {
          answers.push(await run.input('Deploy', 'Shall it go on?', asksFor));
        });
        return 'SUCCESS';
      },
    });
    const build = await startBuild(jenkins, { job: 'asks' }, patience);
    expect(await jenkins.stages(build)).toMatchObject([
      { name: 'Test', status: 'success' },
      { name: 'Push', status: 'paused' },
    ]);
    expect(await jenkins.inputs(build)).toEqual([
      {
        id: 'Deploy',
        message: 'Shall it go on?',
        parameters: [
          { name: 'WHERE', kind: 'string', choices: [], description: 'the cluster', fallback: '' },
          { name: 'SIZE', kind: 'choice', choices: ['small', 'large'], description: '', fallback: 'small' },
          { name: 'DRY', kind: 'boolean', choices: [], description: '', fallback: 'true' },
          { name: 'CODE', kind: 'password', choices: [], description: '', fallback: undefined },
        ],
      },
    ]);
    const other = { kind: 'proceed', parameters: { WERE: 'here' } } as const;
    await expect(jenkins.answer({ ...build, input: 'Deploy' }, other)).rejects.toMatchObject({
      message: expect.stringContaining('500'),
    });
    await jenkins.answer({ ...build, input: 'Deploy' }, { kind: 'proceed', parameters: { WHERE: 'here & there' } });
    expect(await build.finished()).toMatchObject({ result: 'SUCCESS' });
    expect(answers).toEqual([{ WHERE: 'here & there' }]);
  });

  it('ends a build where a question is answered with no', async () => {
    server.createJob('refused', { script: async (run) => void (await run.input('Go', 'Go?')) as undefined });
    const build = await startBuild(jenkins, { job: 'refused' }, patience);
    await jenkins.answer({ ...build, input: 'Go' }, { kind: 'abort' });
    expect(await build.finished()).toMatchObject({ result: 'ABORTED' });
  });

  it('lists the newest builds first', async () => {
    server.createJob('often', { xml: pipelineXml() });
    for (let round = 0; round < 3; round += 1) {
      await (await startBuild(jenkins, { job: 'often' }, patience)).finished();
    }
    expect((await jenkins.history('often', 2)).map(({ number }) => number)).toEqual([3, 2]);
  });

  it('compiles a scripted Jenkinsfile in a Pipeline', async () => {
    expect(await jenkins.validate('node {', { scriptedIn: 'app' })).toMatchObject({
      kind: 'invalid',
      findings: [{ line: 1 }],
    });
    expect(await jenkins.validate('node { }', { scriptedIn: 'app' })).toEqual({ kind: 'valid' });
  });
});
