import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@towline/shared/http';
import { Secret } from '@towline/shared/secret';
import { createManualClock } from '@towline/test-kit/clock';
import { type FakeJenkins, pipelineXml, startJenkins } from '@towline/test-kit/jenkins';
import { createRestJenkins } from '../../packages/jenkins-bridge/src/adapters/rest/rest-jenkins.js';
import { followBuild } from '../../packages/jenkins-bridge/src/app/builds/followed-build.js';
import { startBuild } from '../../packages/jenkins-bridge/src/app/builds/start-build.js';
import type { Jenkins } from '../../packages/jenkins-bridge/src/core/jenkins/jenkins.js';
import { collect, jenkinsSuite, quickClock } from './jenkins-suite.js';

const patience = { clock: quickClock };
/** Failures are looked at one by one: nothing is tried again. */
const http = createHttpClient({}, { retries: 0 });

function sign(server: FakeJenkins, secret: string, user = 'admin'): Jenkins {
  return createRestJenkins({ http, url: `${server.url}/`, login: { user, secret: new Secret(secret) } });
}

describe('Jenkins by HTTP with a password', () => {
  jenkinsSuite(async () => {
    const server = await startJenkins();
    return { server, jenkins: sign(server, 'secret'), stop: server.stop };
  });
});

describe('Jenkins by HTTP with an API token', () => {
  jenkinsSuite(async () => {
    const server = await startJenkins();
    return { server, jenkins: sign(server, server.createToken('admin')), stop: server.stop };
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
    jenkins = sign(server, 'secret');
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
    await sign(plain, 'secret').create('made', '<project/>');
    expect(plain.world.items.get('made')).toBeDefined();
    await plain.stop();
  });

  it('makes a token that signs in, and revokes it', async () => {
    const { id, token } = await jenkins.createToken('towline');
    const other = sign(server, token.reveal());
    expect(await other.identify()).toMatchObject({ user: 'admin' });
    await jenkins.revokeToken(id);
    await expect(other.job('app')).rejects.toMatchObject({ code: 'jenkins-unauthenticated' });
  });

  it.each([
    ['a wrong password', () => sign(server, 'wrong').job('app'), 'jenkins-unauthenticated', 'API token'],
    ['nobody', () => createRestJenkins({ http, url: server.url }).job('app'), 'jenkins-unauthenticated', '--auth'],
    [
      'a permission that is missing',
      () => sign(server, 'secret', 'reader').trigger('app', {}),
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
    await expect(sign(server, 'secret', 'reader').trigger('app', {})).rejects.toThrow(
      'reader has not the permission hudson.model.Item.Build',
    );
  });

  it('cannot see what it may not read', async () => {
    expect(await sign(server, 'secret', 'blind').job('app')).toBeUndefined();
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
    const error: unknown = await sign(server, 'very-hidden')
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

  describe('the log', () => {
    it('goes on behind a restart in the middle of it, each line once', async () => {
      const reached = gate();
      server.createJob('restarts', {
        script: async (run) => {
          run.log('\u001b[8mha:AAAA\u001b[0mbefore 1\nbefore 2\n');
          await reached.opened;
          run.log('Resuming build\nafter\n');
          return 'SUCCESS';
        },
      });
      const away: boolean[] = [];
      const build = await startBuild(jenkins, { job: 'restarts' }, { ...patience, onAway: (one) => away.push(one) });
      const lines: string[] = [];
      for await (const line of build.log()) {
        lines.push(line);
        if (line !== 'before 2') continue;
        server.restart(3);
        reached.open();
      }
      expect(lines.slice(0, 4)).toEqual(['before 1', 'before 2', 'Resuming build', 'after']);
      expect(lines).toHaveLength(6);
      expect(away).toEqual([true, false]);
    });

    it('reads a page that breaks off again, each line once', async () => {
      const text = Array.from({ length: 5_000 }, (_, index) => `line ${index}`);
      server.createJob('breaks', { script: async (run) => void run.log(`${text.join('\n')}\n`) as undefined });
      await startBuild(jenkins, { job: 'breaks' }, patience).then((build) => build.finished());
      server.faults.add({ effect: 'cut', at: 'middle', times: 2, match: { path: 'progressiveText' } });
      const lines = await collect(followBuild(jenkins, { job: 'breaks', number: 1 }, patience).log());
      expect(lines.slice(0, -2)).toEqual(text);
      expect(server.requests.entries.filter(({ path }) => path.includes('/breaks/1/logText')).length).toBe(3);
    });

    it('shows nothing twice where a crash lost the end of the log', async () => {
      const [first, second] = [gate(), gate()];
      const job = server.createJob('crashes', {
        script: async (run) => {
          run.log('one\ntwo\n');
          await first.opened;
          await second.opened;
          run.log('x'.repeat(40).concat('\nlast\n'));
          return 'SUCCESS';
        },
      });
      const build = await startBuild(jenkins, { job: 'crashes' }, patience);
      const lines: string[] = [];
      for await (const line of build.log()) {
        lines.push(line);
        if (line !== 'two') continue;
        job.runs[0]?.log.truncate(4);
        first.open();
        setTimeout(second.open, 50);
      }
      expect(lines.filter((line) => line === 'one')).toHaveLength(1);
      expect(lines.at(-1)).toBe('Finished: SUCCESS');
    });

    it('gives up a Jenkins that does not come back', async () => {
      const late = createManualClock();
      const following = startBuild(jenkins, { job: 'app' }, { clock: late, patienceMs: 10_000 }).then((build) =>
        build.finished(),
      );
      following.catch(() => undefined);
      const build = followBuild(jenkins, { job: 'app', number: 1 }, { clock: late, patienceMs: 10_000 });
      const remove = server.faults.add({ effect: 'answer', status: 503, body: 'Jenkins is getting ready' });
      const reading = collect(build.log());
      reading.catch(() => undefined);
      const tick = setInterval(() => late.advance(1_000), 1);
      await expect(reading).rejects.toMatchObject({ code: 'jenkins-starting' });
      clearInterval(tick);
      remove();
    });
  });

  it('tells of stages and asks questions that can be answered', async () => {
    const answers: unknown[] = [];
    server.createJob('asks', {
      script: async (run) => {
        await run.stage('Test', async () => undefined);
        await run.stage('Push', async () => {
          answers.push(await run.input('Deploy', 'Shall it go on?'));
        });
        return 'SUCCESS';
      },
    });
    const build = await startBuild(jenkins, { job: 'asks' }, patience);
    expect(await jenkins.stages(build)).toMatchObject([
      { name: 'Test', status: 'success' },
      { name: 'Push', status: 'paused' },
    ]);
    expect(await jenkins.inputs(build)).toEqual([{ id: 'Deploy', message: 'Shall it go on?', parameters: [] }]);
    await jenkins.answer(build, 'Deploy', { kind: 'proceed', parameters: { WHERE: 'here & there' } });
    expect(await build.finished()).toMatchObject({ result: 'SUCCESS' });
    expect(answers).toEqual([{ WHERE: 'here & there' }]);
  });

  it('ends a build where a question is answered with no', async () => {
    server.createJob('refused', { script: async (run) => void (await run.input('Go', 'Go?')) as undefined });
    const build = await startBuild(jenkins, { job: 'refused' }, patience);
    await jenkins.answer(build, 'Go', { kind: 'abort' });
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

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
