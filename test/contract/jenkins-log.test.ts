import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { type FakeJenkins, startJenkins } from '@towline/test-kit/jenkins';
import { followBuild } from '../../packages/jenkins-bridge/src/app/builds/followed-build.js';
import { startBuild } from '../../packages/jenkins-bridge/src/app/builds/start-build.js';
import type { Jenkins } from '../../packages/jenkins-bridge/src/core/jenkins/jenkins.js';
import { collect, quickClock, signIn } from './jenkins-suite.js';

const patience = { clock: quickClock };
let server: FakeJenkins;
let jenkins: Jenkins;
beforeAll(async () => {
  server = await startJenkins();
  server.createJob('app');
  jenkins = signIn(server, 'secret');
});
afterAll(() => server.stop());

describe('the log of a build', () => {
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

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
