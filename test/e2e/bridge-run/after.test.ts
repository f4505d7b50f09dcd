import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runProcess } from '@towline/shared/process';
import { readBody, send, serve } from '@towline/test-kit/serve';
import { startBridge } from './bridge-process.js';
import type { Ended } from './ended.js';
import { type RunWorld, useRunWorld } from './run-world.js';

const pipeline = ({ publication }: RunWorld, more = '') =>
  `builder: {kind: towline}\nimages: [{name: shop/web}]\ntests: [{kind: agent, run: 'true'}]\npublication:\n  registry: ${publication}\n${more}`;

/** A server that keeps what it is told, and answers what it is given. */
async function startListener(answers: readonly object[] = []) {
  const told: { readonly path: string; readonly authorization: string | undefined; readonly body: unknown }[] = [];
  const left = [...answers];
  const server = await serve({
    kindOf: () => 'any',
    async handler(request, response) {
      const body = (await readBody(request)).toString();
      const { authorization } = request.headers;
      told.push({ path: request.url ?? '', authorization, body: body === '' ? undefined : JSON.parse(body) });
      const next = request.method === 'GET' ? (left.length > 1 ? left.shift() : left[0]) : {};
      send(response, { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(next) });
    },
  });
  return { ...server, told };
}

describe('what follows a publication', () => {
  const stage = useRunWorld('fake');
  const commit = (more: string) => {
    const { world } = stage;
    return world.commit({ 'towline.yaml': pipeline(world, more), Dockerfile: 'FROM scratch\nCOPY towline.yaml /\n' });
  };
  const secrets = {
    args: ['--credential', 'updater=env:TOKEN_OF_A_TEST'],
    environment: { environment: { TOKEN_OF_A_TEST: 'hunter22' } },
  };

  it('tells argo-updater and a webhook, with the token that a reference stands for', async () => {
    const { world } = stage;
    const listener = await startListener();
    const sha = await commit(
      `after: [{kind: notify-updater, url: '${listener.url}', tokenCredentialsId: updater}]\n` +
        `notifications: [{kind: webhook, url: '${listener.url}/hook', tokenCredentialsId: updater, on: [always]}, {kind: mail, to: [a@example.com], on: [always]}]\n`,
    );
    const { code, stdout } = await world.run(secrets.args, secrets.environment);
    await listener.stop();
    expect(code).toBe(0);
    expect(listener.told).toEqual([
      {
        path: '/api/v1/refresh',
        authorization: 'Bearer hunter22',
        body: { repository: world.nameOf('shop/web'), tag: sha },
      },
      {
        path: '/hook',
        authorization: 'Bearer hunter22',
        body: expect.objectContaining({ job: 'web', build: '1', result: 'SUCCESS', revision: sha }),
      },
    ]);
    expect(stdout).toContain('mail is told by Jenkins only');
    expect(stdout).not.toContain('hunter22');
  });

  it.each([
    { state: 'healthy', result: 'SUCCESS' },
    { state: 'held', result: 'UNSTABLE' },
    { state: 'failed', result: 'FAILURE' },
  ])('waits for a rollout, and is $result where that is $state', async ({ state, result }) => {
    const { world } = stage;
    const listener = await startListener([
      { deliveries: [{ application: 'web', state, reason: 'so', commit: 'abc' }] },
    ]);
    await commit(`after: [{kind: wait-for-rollout, url: '${listener.url}', application: web}]\n`);
    const { answer } = await world.json();
    await listener.stop();
    expect(answer.result).toBe(result);
  });

  it('gives more tags, copies to another repository and runs commands, where its conditions hold', async () => {
    const { world } = stage;
    const to = `{kind: oci, url: 'http://${world.registry.host}', prefix: elsewhere, auth: {kind: none}}`;
    const sha = await commit(
      [
        'after:',
        '  - {kind: retag, tags: [stable]}',
        `  - {kind: copy, to: ${to}, tags: ['{sha}']}`,
        `  - {kind: command, name: Deploy, run: 'echo "deploys $TOWLINE_REVISION to $PLACE"', environment: {PLACE: '$TARGET'}}`,
        "  - {kind: command, name: Never, run: 'exit 1', when: [{branch: release}]}",
        'environment: {TARGET: blue}',
        '',
      ].join('\n'),
    );
    const { code, stdout } = await world.run();
    expect(code).toBe(0);
    const { digest } = await world.image('inspect', `${world.nameOf('shop/web')}:${sha}`);
    expect((await world.image('inspect', `${world.nameOf('shop/web')}:stable`)).digest).toBe(digest);
    expect((await world.image('inspect', `${world.registry.host}/elsewhere/shop/web:${sha}`)).digest).toBe(digest);
    expect(stdout).toContain(`deploys ${sha} to blue`);
    expect(stdout).toContain('Never: skipped');
  });
});

describe('run, in a folder', () => {
  const stage = useRunWorld('fake');

  const git = async (folder: string, ...args: readonly string[]) => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
    const person = ['-c', 'user.name=Pat', '-c', 'user.email=pat@example.com'];
    const { stdout } = await runProcess({
      command: 'git',
      args: ['-C', folder, ...person, ...args],
      env,
      maxOutputBytes: 65_536,
    });
    return Buffer.from(stdout).toString().trim();
  };
  const runIn = (folder: string, ...args: readonly string[]): Promise<Ended> =>
    startBridge(['run', ...args], stage.world.environment, folder).ended;

  it('builds its commit, tells of what is not committed, and leaves the folder as it was', async () => {
    const { world } = stage;
    const folder = join(world.folder, 'app');
    await mkdir(folder);
    await git(folder, 'init', '--quiet', '--initial-branch=main');
    await writeFile(join(folder, 'towline.yaml'), pipeline(world, 'cleanUp: {workspace: true}\n'));
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY towline.yaml /\n');
    await git(folder, 'add', '.');
    await git(folder, 'commit', '--quiet', '-m', 'one');
    await writeFile(join(folder, 'new.txt'), 'not committed');
    const sha = await git(folder, 'rev-parse', 'HEAD');
    const logs = join(world.folder, 'logs');
    const { code, stdout } = await runIn(folder, '--logs', logs);
    expect(code).toBe(0);
    expect(stdout).toContain('WARNING: 1 files differ from the commit');
    expect(stdout).toContain('  new.txt');
    expect(await world.tags('shop/web')).toEqual([sha, 'latest'].sort());
    expect((await readdir(folder)).sort()).toEqual(['.git', 'Dockerfile', 'new.txt', 'towline.yaml']);
    expect((await readdir(logs)).sort()).toEqual([
      '01-clone-repository.log',
      '02-build-image.log',
      '03-test.log',
      '04-push-image.log',
    ]);
    expect(await readFile(join(logs, '04-push-image.log'), 'utf8')).toContain(`:${sha}@sha256:`);
  });

  it('is refused where there is no commit to be named after', async () => {
    const { world } = stage;
    const folder = join(world.folder, 'empty');
    await mkdir(folder);
    const { code, stderr } = await runIn(folder);
    expect({ code, told: stderr.includes('run-no-commit') }).toEqual({ code: 1, told: true });
  });
});
