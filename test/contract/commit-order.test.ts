import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCommitOrder } from '@towline/shared/git';
import { parseGitSha } from '@towline/shared/image';
import { compilePolicy, indexHistory, select } from '@towline/shared/policy';
import { runProcess, systemClock } from '@towline/shared/process';
import { type GitServer, type ServedRepository, startGitServer } from '@towline/test-kit/git';

let server: GitServer;
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-commit-order-'));
  server = await startGitServer();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(files?: Readonly<Record<string, string>>) {
  count += 1;
  const remote = await server.createRepository(`source-${count}.git`, files);
  const directory = join(folder, String(count));
  const order = openCommitOrder(
    { run: runProcess, clock: systemClock, environment: process.env },
    { url: remote.url, directory },
  );
  return { remote, directory, order };
}

/** Objects of the mirror, by type. */
async function kept(remote: ServedRepository, directory: string): Promise<Readonly<Record<string, number>>> {
  const args = ['--git-dir', `${directory}.commits`, 'cat-file', '--batch-all-objects', '--batch-check=%(objecttype)'];
  const types = (await remote.git(args)).split('\n');
  return Object.fromEntries([...new Set(types)].map((type) => [type, types.filter((one) => one === type).length]));
}

const shasOf = (commits: readonly { readonly sha: string }[] | undefined) => commits?.map(({ sha }) => sha);

describe('the order of commits', () => {
  it('lists the default branch from its tip down, and fetches commits alone', async () => {
    const { remote, directory, order } = await open({ 'src/main.c': 'int x;' });
    const first = await remote.head();
    const second = await remote.commit({ files: { 'src/main.c': 'int y;' } });
    const branch = await order.commits(undefined);
    expect(branch?.name).toBe('main');
    expect(branch?.commits).toEqual([
      { sha: second, parents: [first] },
      { sha: first, parents: [] },
    ]);
    expect(await kept(remote, directory)).toEqual({ commit: 2 });
  });

  it('tells who made a commit, without its folders', async () => {
    const { remote, order } = await open({ f: '1' });
    const sha = parseGitSha(
      await remote.commit({ files: { f: '2' }, author: { name: 'Ada L', email: 'a@example.com' } }),
    );
    if (sha === undefined) throw new Error('no commit');
    expect(await order.author(sha)).toBeUndefined();
    await order.commits(undefined);
    expect(await order.author(sha)).toBe('Ada L');
  });

  it('tells the parents of a merge in their order', async () => {
    const { remote, order } = await open({ f: '1' });
    const base = await remote.head();
    await remote.git(['branch', 'topic']);
    const main = await remote.commit({ files: { f: '2' } });
    const topic = await remote.commit({ files: { g: '1' }, branch: 'topic' });
    const merge = await remote.git(['commit-tree', `${main}^{tree}`, '-p', main, '-p', topic, '-m', 'Merge topic'], {
      env: { GIT_AUTHOR_NAME: 'p', GIT_AUTHOR_EMAIL: 'p@x', GIT_COMMITTER_NAME: 'p', GIT_COMMITTER_EMAIL: 'p@x' },
    });
    await remote.git(['update-ref', 'refs/heads/main', merge]);
    const commits = (await order.commits('main'))?.commits;
    expect(commits?.[0]).toEqual({ sha: merge, parents: [main, topic] });
    expect(new Set(shasOf(commits))).toEqual(new Set([merge, main, topic, base]));
  });

  it('brings only what is new, and the same object where nothing is', async () => {
    const { remote, directory, order } = await open({ f: '1' });
    const before = await order.commits('main');
    expect(await order.commits('main')).toBe(before);
    const next = await remote.commit({ files: { f: '2' } });
    const after = await order.commits('main');
    expect(shasOf(after?.commits)).toEqual([next, ...(shasOf(before?.commits) ?? [])]);
    expect(await kept(remote, directory)).toEqual({ commit: 2 });
  });

  it('forgets commits that were forced off the branch', async () => {
    const { remote, order } = await open({ f: '1' });
    const first = await remote.head();
    await remote.commit({ files: { f: '2' } });
    await order.commits('main');
    await remote.git(['update-ref', 'refs/heads/main', String(first)]);
    expect(shasOf((await order.commits('main'))?.commits)).toEqual([first]);
  });

  it('knows no branch that is not there, nor one of an empty repository', async () => {
    const { order } = await open({ f: '1' });
    expect(await order.commits('gone')).toBeUndefined();
    expect(await (await open()).order.commits('main')).toBeUndefined();
  });

  it('puts images in the order of their commits, whatever their dates', async () => {
    const { remote, order } = await open({ f: '0' });
    const [c1, c2, c3] = [
      await remote.commit({ files: { f: '1' } }),
      await remote.commit({ files: { f: '2' } }),
      await remote.commit({ files: { f: '3' } }),
    ];
    await remote.git(['branch', 'feature', c1]);
    const other = await remote.commit({ files: { g: '1' }, branch: 'feature' });
    const branch = await order.commits('main');
    const reading = compilePolicy({ order: { kind: 'commit' } });
    if (branch === undefined || reading.kind === 'refused') throw new Error('not to be judged');
    const candidates = [c3, c1, c2, other].map((tag) => ({ tag, createdAt: 0 }));
    const { chosen, refusals } = select(reading.policy, candidates, { history: indexHistory(branch) });
    expect(chosen?.tag).toBe(c3);
    expect(refusals).toContainEqual({ tag: other, rule: 'not-on-branch', reason: 'is not on main' });
  });
});
