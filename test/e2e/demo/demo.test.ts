import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { type DemoProcess, startDemo } from './demo-process.js';
import { hopsOfReadme, steadyHop } from './readme-transcript.js';

const minutes = 60_000;
/** CI plays it three times in a row. */
const plays = Number(process.env.TOWLINE_DEMO_PLAYS ?? 1);

const someone = {
  GIT_AUTHOR_NAME: 'Pat Person',
  GIT_AUTHOR_EMAIL: 'pat@example.com',
  GIT_COMMITTER_NAME: 'Pat Person',
  GIT_COMMITTER_EMAIL: 'pat@example.com',
};

let demo: DemoProcess;
afterEach(async () => {
  demo.signal('SIGKILL');
  await demo.ended();
});

/** Waits until nothing of the demo is left on this machine. */
async function untilNothingIsLeft(): Promise<void> {
  while (demo.left().length > 0) await new Promise(setImmediate);
}

const hopsInOrder = [
  'lab-ready',
  'first-deployed',
  'commit-pushed',
  'pipeline-succeeded',
  'image-pushed',
  'event-received',
  'plan-shown',
  'manifests-committed',
  'operator-deployed',
  'page-changed',
  'test-failed',
  'nothing-pushed',
  'reverted',
  'old-version-back',
  'revert-sticks',
  'newer-build-goes-through',
  'replicas-changed',
  'two-processes',
  'process-killed',
  'drift-repaired',
  'crashing-version-committed',
  'people-told',
  'reverted-by-updater',
  'nobody-noticed',
];

describe('npm run demo', () => {
  it.each(Array.from({ length: plays }, (_, index) => index + 1))(
    'goes the whole way and leaves nothing behind, the %i. time',
    async () => {
      demo = startDemo();
      const { code, stderr, hops, lines } = await demo.ended();
      expect({ code, stderr, hops: hops.map(({ id }) => id) }).toEqual({ code: 0, stderr: '', hops: hopsInOrder });
      expect(lines.at(-1)).toMatchObject({ kind: 'summary', hops: hopsInOrder.length });
      expect(hops.map(({ what }) => steadyHop(what))).toEqual(hopsOfReadme());
      const hop = (id: string) => hops.find((one) => one.id === id);
      const commit = hop('commit-pushed')?.look.commit ?? 'none';
      expect(hop('pipeline-succeeded')?.shown).toMatch(/success +Test.*\nsuccess +Push image/);
      expect(hop('image-pushed')?.look).toMatchObject({
        tags: `${commit}…, latest`,
        platforms: 'linux/amd64, linux/arm64',
      });
      expect(hop('event-received')?.look.event).toContain(`shop/web:${commit}`);
      const oneLine = (text: string | undefined) => text?.split('\n').filter((line) => /^[-+][^-+]/.test(line.trim()));
      expect(hop('plan-shown')?.shown).toContain(`→ ${commit}`);
      expect(oneLine(hop('manifests-committed')?.shown)).toEqual([
        expect.stringMatching(/^- {4}newTag: [0-9a-f]{40} # written by argo-updater$/),
        expect.stringMatching(new RegExp(`^\\+ {4}newTag: ${commit}[0-9a-f]+ # written by argo-updater$`)),
      ]);
      expect(hop('test-failed')?.look.result).toBe('FAILURE');
      const reverted = hop('reverted')?.look.commit?.slice(0, 7);
      expect(hop('revert-sticks')?.shown).toContain(`held: reverted by ${reverted} (Sam Operator)`);
      expect(hop('two-processes')?.look.processes).toMatch(/^\d+, \d+$/);
      expect(hop('people-told')?.look.reason).toContain('SHOP_DATABASE is not set');
      await untilNothingIsLeft();
    },
    3 * minutes,
  );

  it('keeps everything running with --keep, deploys what is pushed, and cleans up at Ctrl-C', async () => {
    demo = startDemo('--keep');
    const { look } = await demo.hop('nobody-noticed');
    const title = await demo.note(/change the page: edit (\S+),/);
    await writeFile(title, 'Hello\n');
    const env = { ...inheritedEnvironment(process.env, ['PATH']), ...someone };
    const git = (...args: string[]) =>
      runProcess({ command: 'git', args: ['-C', dirname(title), ...args], env, maxOutputBytes: 65_536 });
    await git('checkout', '--quiet', 'HEAD~1', '--', 'server.mjs');
    await git('commit', '--quiet', '--all', '--message', 'Say hello');
    await git('push', '--quiet', 'origin', 'HEAD:main');
    const read = async () => (await fetch(look.url ?? '')).text();
    while (!(await read()).includes('<h1>Hello</h1>')) await new Promise(setImmediate);
    demo.signal('SIGINT');
    const { code, stderr } = await demo.ended();
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    await untilNothingIsLeft();
    expect(existsSync(await demo.note(/kept in (\S+),/))).toBe(false);
  }, 180_000);

  it('leaves no process behind where it is killed itself', async () => {
    demo = startDemo('--step');
    await demo.hop('first-deployed');
    demo.signal('SIGKILL');
    await demo.ended();
    await untilNothingIsLeft();
    await rm(await demo.note(/kept in (\S+),/), { recursive: true, force: true });
  }, 60_000);

  it.each([
    ['the Git server', 'commit-pushed'],
    ['the queue', 'event-received'],
    ['the registry', 'commit-pushed'],
    ['the cluster', 'lab-ready'],
    ['the operator', 'plan-shown'],
    ['argo-updater', 'event-received'],
    ['jenkins-bridge', 'commit-pushed'],
  ])(
    'says that %s is gone after %s, and leaves no process behind',
    async (part, hop) => {
      demo = startDemo();
      await demo.hop(hop);
      process.kill(demo.pidOf(part), 'SIGKILL');
      const { code, stderr } = await demo.ended();
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${part} was ended by SIGKILL`) });
      expect(stderr).toMatch(/^demo: it ended after the hop [a-z-]+ \(.+\): /);
      await untilNothingIsLeft();
    },
    90_000,
  );

  it('refuses what it does not know, with its help', async () => {
    demo = startDemo('--what');
    const { code, stderr } = await demo.ended();
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^demo: .*'--what'.*\n\nnpm run demo/) });
  });
});
