import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import type { TestedHop } from './demo-line.js';
import { type DemoProcess, startDemo } from './demo-process.js';
import { hopsInOrder } from './hops.js';
import { hopsOfReadme, steadyHop } from './readme-transcript.js';

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

/** Waits until nothing of a demo is left that could not clean up. */
async function untilNothingIsLeft(): Promise<void> {
  while (demo.left().length > 0) await new Promise(setImmediate);
}

/** What the hops show, besides that they came. */
function expectShown(hops: readonly TestedHop[]): void {
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
}

/** A person changes the title in a clone, and pushes. */
async function pushTitle(file: string, title: string): Promise<void> {
  await writeFile(file, `${title}\n`);
  const env = { ...inheritedEnvironment(process.env, ['PATH']), ...someone };
  const git = (...args: string[]) =>
    runProcess({ command: 'git', args: ['-C', dirname(file), ...args], env, maxOutputBytes: 65_536 });
  await git('checkout', '--quiet', 'HEAD~1', '--', 'server.mjs');
  await git('commit', '--quiet', '--all', '--message', `Say ${title}`);
  await git('push', '--quiet', 'origin', 'HEAD:main');
}

describe('npm run demo', () => {
  it('goes the whole way, keeps everything running with --keep, deploys what is pushed, and cleans up at Ctrl-C', async () => {
    demo = startDemo(['--keep']);
    const { look } = await demo.hop('drift-repaired');
    // A visitor who looks ten times a second from now on does not notice this either.
    process.kill(Number(look.processes?.split(', ')[0]), 'SIGKILL');
    const { look: end } = await demo.hop('nobody-noticed');
    const title = await demo.note(/change the page: edit (\S+),/);
    const hops = demo.hops();
    expect(hops.map(({ id }) => id)).toEqual(hopsInOrder);
    expect(hops.map(({ what }) => steadyHop(what))).toEqual(hopsOfReadme());
    expectShown(hops);
    await pushTitle(title, 'Hello');
    const read = async () => (await fetch(end.url ?? '')).text();
    while (!(await read()).includes('<h1>Hello</h1>')) await new Promise(setImmediate);
    demo.signal('SIGINT');
    const { code, stderr } = await demo.ended();
    expect({ code, stderr, left: demo.left() }).toEqual({ code: 130, stderr: '', left: [] });
    expect(existsSync(await demo.note(/kept in (\S+),/))).toBe(false);
  }, 240_000);

  it('leaves no process behind where it is killed itself', async () => {
    demo = startDemo(['--step']);
    await demo.hop('first-deployed');
    demo.signal('SIGKILL');
    await demo.ended();
    await untilNothingIsLeft();
    await rm(await demo.note(/kept in (\S+),/), { recursive: true, force: true });
  }, 60_000);

  it('refuses what it does not know, with its help', async () => {
    demo = startDemo(['--what']);
    const { code, stderr } = await demo.ended();
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^demo: .*'--what'.*\n\nnpm run demo/) });
  });
});
