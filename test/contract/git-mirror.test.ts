import { spawn } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openGitRepository } from '@towline/shared/git';
import { createManualClock } from '@towline/test-kit/clock';
import { credentials, folder, open, server } from './git-program-stage.js';
import { accepted, commitOf, readTexts, snapshotOf } from './git-suite.js';
import { dependencies, identity } from './git-targets.js';

describe('the mirror', () => {
  it.each([
    ['its refs are gone', ['refs', 'packed-refs', 'HEAD']],
    ['its objects are gone', ['objects']],
    ['its configuration is gone', ['config']],
    ['its mark is gone', ['towline-mirror.json']],
  ])('is made anew where %s', async (_what, names) => {
    const { repository, directory } = await open();
    const before = await snapshotOf(repository);
    for (const name of names) await rm(join(directory, name), { recursive: true, force: true });
    expect(await readTexts(before, ['apps/0/0.yaml'])).toEqual({ 'apps/0/0.yaml': 'image: 0\n' });
    const onto = await snapshotOf(repository);
    accepted(await repository.push({ onto, commits: [commitOf('Go on', { f: '1' })] }));
  });

  it('is made anew where a pack is cut short', async () => {
    const { repository, directory } = await open();
    await snapshotOf(repository);
    const packs = join(directory, 'objects', 'pack');
    for (const name of await readdir(packs)) {
      if (!name.endsWith('.pack')) continue;
      await rm(join(packs, name));
      await writeFile(join(packs, name), 'PACK');
    }
    expect(await readTexts(await snapshotOf(repository), ['apps/0/0.yaml'])).toEqual({ 'apps/0/0.yaml': 'image: 0\n' });
  });

  it.each([['shallow.lock'], ['refs/towline/heads/main.lock']])(
    'is made anew where a git that was killed left %s',
    async (name) => {
      const { repository, remote, directory } = await open({ depth: 1 });
      await snapshotOf(repository);
      await remote.commit({ files: { f: 'new' } });
      await writeFile(join(directory, name), '');
      expect(await readTexts(await snapshotOf(repository), ['f'])).toEqual({ f: 'new' });
    },
  );

  it('is made anew where the directory was of another repository', async () => {
    const { reopen, repository } = await open();
    await snapshotOf(repository);
    const other = await server.createRepository('another.git', { only: 'here' });
    const paths = (await (await snapshotOf(reopen({ url: other.url }))).list()).map(({ path }) => path);
    expect(paths).toEqual(['only']);
  });

  it.each([[1], [undefined]])(
    'says that the base has moved where it makes a branch upon it (depth %s)',
    async (depth) => {
      const { repository, remote } = await open({ depth });
      const onto = await snapshotOf(repository);
      await remote.commit({ files: { f: 'theirs' } });
      const push = { onto, branch: 'ours', commits: [commitOf('Ours', { g: 'ours' })] };
      expect(await repository.push(push)).toMatchObject({ kind: 'rejected', reason: 'branch-moved' });
      expect(await remote.head('ours')).toBeUndefined();
      accepted(await repository.push({ ...push, onto: await snapshotOf(repository) }));
      expect(await remote.git(['rev-parse', 'ours^'])).toBe(await remote.head());
    },
  );

  it('takes the hash of the server', async () => {
    const remote = await server.createRepository('sha256.git', { f: '1' }, { objectFormat: 'sha256' });
    const directory = join(folder, 'sha256');
    const repository = openGitRepository(dependencies, { identity, url: remote.url, directory, credentials });
    const onto = await snapshotOf(repository);
    expect(onto.commit).toHaveLength(64);
    const [sha] = accepted(await repository.push({ onto, commits: [commitOf('Long', { f: '2' })] }));
    expect([await repository.head('main'), await remote.read('f')]).toEqual([sha, '2']);
  });

  it('stays small in packs over many fetches', async () => {
    const { repository, directory } = await open();
    for (let n = 0; n < 53; n += 1) {
      const onto = await snapshotOf(repository);
      await repository.push({ onto, commits: [commitOf(`Write ${n}`, { f: String(n) })] });
    }
    const onto = await snapshotOf(repository);
    const packs = (await readdir(join(directory, 'objects', 'pack'))).filter((name) => name.endsWith('.pack'));
    expect(packs.length).toBeLessThan(10);
    expect(await readTexts(onto, ['f', 'apps/3/3.yaml'])).toEqual({ f: '52', 'apps/3/3.yaml': 'image: 3\n' });
  });

  it('serves two repositories in one process and many calls at once, one after the other', async () => {
    const { reopen, remote } = await open();
    const [one, two] = [reopen(), reopen()];
    const heads = await Promise.all([one, two, one, two].map(async (each) => (await snapshotOf(each)).commit));
    expect(new Set(heads)).toEqual(new Set([await remote.head()]));
  });

  it('is not touched while another process holds its lock, and taken over when that is dead', async () => {
    const clock = createManualClock();
    const { repository, directory, remote } = await open({ limits: { lockWaitMs: 0 } }, { clock });
    const sleeper = spawn('sleep', ['60']);
    const stat = await readFile(`/proc/${sleeper.pid}/stat`, 'latin1').catch(() => '');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const owner = { token: 'theirs', host: hostname(), pid: sleeper.pid, started };
    await writeFile(`${directory}.lock`, JSON.stringify(owner));
    await expect(repository.head('main')).rejects.toMatchObject({ code: 'git-mirror-locked' });
    const closed = new Promise((resolve) => sleeper.once('close', resolve));
    sleeper.kill('SIGKILL');
    await closed;
    expect(await repository.head('main')).toBe(await remote.head());
  });

  it('is not taken from another copy of the package in this process', async () => {
    const { repository, directory, remote } = await open({ limits: { lockWaitMs: 0 } }, { clock: createManualClock() });
    const held: Set<string> = Reflect.get(globalThis, Symbol.for('towline.heldLocks'));
    const owner = { token: 'of the copy', host: hostname(), pid: process.pid, started: '' };
    await writeFile(`${directory}.lock`, JSON.stringify(owner));
    held.add(owner.token);
    await expect(repository.head('main')).rejects.toMatchObject({ code: 'git-mirror-locked' });
    held.delete(owner.token);
    expect(await repository.head('main')).toBe(await remote.head());
  });
});
