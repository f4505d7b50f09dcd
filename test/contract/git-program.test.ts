import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openGitRepository } from '@towline/shared/git';
import { type RunRequest, runProcess } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { startGitServer } from '@towline/test-kit/git';
import { count, folder, open, server } from './git-program-stage.js';
import { accepted, commitOf, readTexts, snapshotOf } from './git-suite.js';
import { dependencies, identity } from './git-targets.js';

const paths = Array.from({ length: 20 }, (_, n) => `apps/${n % 4}/${n}.yaml`);

describe('the requests of a cycle', () => {
  it('are one ref fetch, one blob fetch and one push, however many files and commits there are', async () => {
    const { repository } = await open();
    server.requests.clear();
    const onto = await snapshotOf(repository);
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 2 });
    server.requests.clear();
    await onto.list();
    expect(Object.keys(await readTexts(onto, paths))).toHaveLength(20);
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
    server.requests.clear();
    const commits = paths.map((path) => commitOf(`Change ${path}`, { [path]: 'image: new\n' }));
    accepted(await repository.push({ onto, commits }));
    expect(server.requests.counts()).toEqual({ 'info-refs:receive-pack': 1, 'receive-pack': 1 });
    expect(server.requests.entries.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('are two where the branch has not moved, and none for what was read before', async () => {
    const { repository, reopen } = await open();
    await readTexts(await snapshotOf(repository), paths);
    server.requests.clear();
    const snapshot = await snapshotOf(reopen());
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
    server.requests.clear();
    await readTexts(snapshot, paths);
    expect(server.requests.counts()).toEqual({});
  });

  it('may take longer for more commits', async () => {
    const times: (readonly [string | undefined, number | undefined])[] = [];
    const run: typeof runProcess = (request) => {
      times.push([request.args.find((arg) => /^(?:fast-import|push)$/.test(arg)), request.timeoutMs]);
      return runProcess(request);
    };
    const { repository } = await open({ limits: { timeoutMs: 60_000 } }, { run });
    const commits = paths.map((path) => commitOf(`Change ${path}`, { [path]: 'image: new\n' }));
    accepted(await repository.push({ onto: await snapshotOf(repository), commits }));
    expect(Object.fromEntries(times)).toMatchObject({ 'fast-import': 62_000, push: 62_000 });
  });

  it('bring nothing back that was pushed from here', async () => {
    const { repository } = await open();
    const onto = await snapshotOf(repository);
    accepted(await repository.push({ onto, commits: [commitOf('Mine', { 'apps/0/0.yaml': 'mine\n' })] }));
    server.requests.clear();
    expect(await readTexts(await snapshotOf(repository), ['apps/0/0.yaml'])).toEqual({ 'apps/0/0.yaml': 'mine\n' });
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
  });

  it('fetch no file that is overwritten without having been read', async () => {
    const { repository, remote } = await open();
    const onto = await snapshotOf(repository);
    server.requests.clear();
    accepted(await repository.push({ onto, commits: [commitOf('Blind', { 'apps/1/1.yaml': 'x' })] }));
    expect(server.requests.counts()).toEqual({ 'info-refs:receive-pack': 1, 'receive-pack': 1 });
    await remote.git(['fsck', '--no-dangling']);
  });

  it('are one for files of a mirror that has commits and files already', async () => {
    const { repository, remote } = await open();
    await readTexts(await snapshotOf(repository), paths);
    for (let n = 0; n < 3; n += 1) {
      await remote.commit({ files: { 'apps/0/0.yaml': `image: ${n}\n`, [`apps/1/new-${n}`]: `${n}` } });
      const onto = await snapshotOf(repository);
      accepted(await repository.push({ onto, commits: [commitOf('Mine', { [`mine-${n}`]: 'x' })] }));
    }
    const snapshot = await snapshotOf(repository);
    await snapshot.list();
    server.requests.clear();
    const texts = await readTexts(snapshot, [
      'apps/0/0.yaml',
      'apps/1/new-0',
      'apps/1/new-2',
      'apps/3/39.yaml',
      'mine-1',
    ]);
    expect(Object.values(texts)).toEqual(['image: 2\n', '0', '2', 'image: 39\n', 'x']);
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
  });

  it('are one for the head of a branch: a conversation of two messages', async () => {
    const { repository } = await open();
    server.requests.clear();
    await repository.head('main');
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
  });
});

describe('credentials', () => {
  it('are in no argument, no address and no file of the mirror', async () => {
    const seen: RunRequest[] = [];
    const run: typeof runProcess = (request) => {
      seen.push(request);
      return runProcess(request);
    };
    const { repository, remote, directory } = await open({}, { run });
    const url = remote.url.replace('//', '//ann:secret-pass@');
    const other = openGitRepository({ ...dependencies, run }, { identity, url, directory: `${directory}-2` });
    for (const each of [repository, other]) await readTexts(await snapshotOf(each), paths);
    const encoded = Buffer.from('ann:secret-pass').toString('base64');
    expect(seen.length).toBeGreaterThan(8);
    for (const { args } of seen) expect(args.join(' ')).not.toMatch(new RegExp(`secret-pass|${encoded}`));
    const files = await readdir(directory, { recursive: true, withFileTypes: true });
    const named = files.filter((file) => file.isFile() && /config|\.json$/.test(file.name));
    expect(named.length).toBeGreaterThan(0);
    await expect(
      runProcess({ command: 'grep', args: ['-rE', `secret-pass|${encoded}`, directory], env: {}, maxOutputBytes: 1e6 }),
    ).rejects.toMatchObject({ exitCode: 1 });
  });

  it('that are wrong are an error that does not show them', async () => {
    const { reopen } = await open();
    const password = new Secret('wrong-pass');
    const error: unknown = await reopen({ credentials: { kind: 'basic', username: 'ann', password } })
      .head('main')
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'git-authentication' });
    expect(String(error)).not.toMatch(/wrong-pass|d3Jvbmct/);
  });

  it('follow no redirection', async () => {
    const thief = await startGitServer();
    const { repository } = await open();
    const location = `${thief.url}/repo-${count}.git/info/refs?service=git-upload-pack`;
    const remove = server.faults.add({ effect: 'answer', status: 302, headers: { location } });
    await expect(repository.head('main')).rejects.toMatchObject({ code: 'git-redirected' });
    expect(thief.requests.count()).toBe(0);
    remove();
    await thief.stop();
  });

  it('are sent to the same address with .git where that is what the server wants', async () => {
    const { reopen, remote } = await open();
    const url = remote.url.replace(/\.git$/, '');
    const location = `${remote.url}/info/refs`;
    const remove = server.faults.add({
      effect: 'answer',
      status: 301,
      headers: { location },
      match: { path: /repo-\d+\/info/ },
    });
    const repository = reopen({ url, directory: join(folder, `dot-git-${count}`) });
    expect([await repository.head('main'), await repository.head('main')]).toEqual([
      await remote.head(),
      await remote.head(),
    ]);
    expect(server.requests.entries.filter(({ status }) => status === 301)).toHaveLength(1);
    remove();
  });

  it('in an address are taken out of it and used', async () => {
    const { remote, directory } = await open();
    const url = remote.url.replace('//', '//ann:secret-pass@');
    const repository = openGitRepository(dependencies, { identity, url, directory: `${directory}-own` });
    expect(await repository.head('main')).toBe(await remote.head());
  });
});

describe('what goes wrong', () => {
  it.each([
    ['a repository that is not there', { url: 'gone.git' }, 'git-repository-not-found'],
    ['a port where nobody listens', { url: 'http://127.0.0.1:9/x.git' }, 'git-unreachable'],
    ['a program of another protocol', { url: 'ext::sh -c touch% /tmp/x' }, 'git-url'],
    ['a file that is not allowed', { url: 'file:///tmp/x.git' }, 'git-url'],
    ['an address that is an option', { url: 'ssh://-oProxyCommand=x/y' }, 'git-url'],
    ['an SSH address without a key', { url: 'git@127.0.0.1:x.git' }, 'git-authentication'],
  ])('is told by a code: %s', async (_what, { url }, code) => {
    const { reopen } = await open();
    const full = url === 'gone.git' ? `${server.url}/${url}` : url;
    const attempt = async () => reopen({ url: full, directory: join(folder, `wrong-${count}`) }).head('main');
    await expect(attempt()).rejects.toMatchObject({ code });
  });

  it.each([
    [503, 'git-unreachable'],
    [429, 'git-rate-limited'],
    [403, 'git-authentication'],
  ])('is told by a code: status %d', async (status, code) => {
    const { repository } = await open();
    const remove = server.faults.add({ effect: 'answer', status });
    await expect(repository.head('main')).rejects.toMatchObject({ code });
    remove();
  });

  it('is told by a code: a server that breaks off in the middle of a pack', async () => {
    const { repository } = await open();
    const remove = server.faults.add({ effect: 'cut', at: 'middle', match: { kind: 'upload-pack' } });
    await expect(repository.snapshot('main')).rejects.toMatchObject({ code: 'git-unreachable' });
    remove();
    expect(await repository.snapshot('main')).toBeDefined();
  });

  it('is told by a code: git is not there, or too old', async () => {
    const { directory } = await open();
    const none = { ...dependencies, environment: { PATH: '/nonexistent' } };
    const options = { identity, url: server.url, directory };
    await expect(openGitRepository(none, options).head('main')).rejects.toMatchObject({ code: 'git-not-found' });
    const run: typeof runProcess = async () => ({
      exitCode: 0,
      stderr: '',
      stdout: Buffer.from('git version 2.30.2\n'),
    });
    const old = openGitRepository({ ...dependencies, run }, options);
    await expect(old.head('main')).rejects.toMatchObject({ code: 'git-too-old' });
  });

  it('an aborted call ends with the reason of its signal', async () => {
    const { repository } = await open();
    const remove = server.faults.add({ effect: 'silence' });
    const controller = new AbortController();
    const call = repository.snapshot('main', { signal: controller.signal });
    while (server.requests.entries.at(-1)?.status !== undefined) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('the caller gave up'));
    await expect(call).rejects.toThrow('the caller gave up');
    remove();
    expect(await repository.head('main')).toBeDefined();
  });

  it('more than the limit is not read', async () => {
    const { repository } = await open({ limits: { maxBytes: 1_000 } });
    await expect(readTexts(await snapshotOf(repository), paths)).rejects.toMatchObject({ code: 'git-too-large' });
  });
});
