import { describe, expect, it } from '@jest/globals';
import type { CommitRequest } from '@towline/shared/ports';
import { accepted, commitOf, readTexts, snapshotOf } from './git-suite.js';
import { connect, github, open, openEmpty } from './github-stage.js';

describe('GitHub', () => {
  describe('requests', () => {
    it('are two for a commit of many text files, besides looking and moving the branch', async () => {
      const { repository } = await open();
      const onto = await snapshotOf(repository);
      await onto.list();
      github.requests.clear();
      const files = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`new/${n}`, `text ${n}`]));
      accepted(await repository.push({ onto, commits: [commitOf('Many', files), commitOf('More', { f: '1' })] }));
      expect(github.requests.counts()).toEqual({
        'GET git/ref': 1,
        'GET git/commits': 1,
        'POST git/trees': 2,
        'POST git/commits': 2,
        'PATCH git/refs': 1,
      });
    });

    it('are one for the contents of a hundred text files, and one more for each that is no text', async () => {
      const { repository, remote } = await open();
      const texts = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`many/${n}`, `tëxt ${n}\r\n`]));
      const others = { 'x.bin': Buffer.from([1, 0, 2]), 'latin1.txt': Buffer.from('f\xfcr', 'latin1') };
      await remote.commit({ files: { ...texts, ...others } });
      const snapshot = await snapshotOf(repository);
      await snapshot.list();
      github.requests.clear();
      expect(await readTexts(snapshot, Object.keys(texts))).toEqual(texts);
      expect(github.requests.counts()).toEqual({ 'POST graphql': 1 });
      const contents = await snapshot.read(Object.keys(others));
      expect([...contents].map(([path, content]) => [path, [...content]])).toEqual([
        ['latin1.txt', [0x66, 0xfc, 0x72]],
        ['x.bin', [1, 0, 2]],
      ]);
      expect(github.requests.count('GET git/blobs')).toBe(2);
    });

    it('are no more at once than allowed', async () => {
      const { remote } = await open();
      const files = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`many/${n}`, Buffer.from([n, 0])]));
      await remote.commit({ files });
      const limited = { now: 0, most: 0 };
      const watched: typeof fetch = async (...request) => {
        limited.now += 1;
        limited.most = Math.max(limited.most, limited.now);
        return fetch(...request).finally(() => {
          limited.now -= 1;
        });
      };
      const repository = connect({ concurrency: 3 }, { fetch: watched });
      expect((await (await snapshotOf(repository)).read(Object.keys(files))).size).toBe(12);
      expect(limited.most).toBe(3);
    });
  });

  it('of an enterprise has its two APIs at two places', async () => {
    const { repository, remote } = await open({ apiUrl: `${github.url}/api/v3`, commits: 'verified' });
    github.requests.clear();
    const onto = await snapshotOf(repository);
    expect(await readTexts(onto, ['f'])).toEqual({ f: '0' });
    accepted(await repository.push({ onto, commits: [commitOf('Mine', { f: '1' })] }));
    expect(await remote.read('f')).toBe('1');
    const paths = new Set(github.requests.entries.map(({ path }) => path.split('/').slice(0, 3).join('/')));
    expect(paths).toEqual(new Set(['/api/v3', '/api/graphql']));
  });

  describe('verified commits', () => {
    it('are made by GitHub, one straight on the branch', async () => {
      const { repository, remote } = await open({ commits: 'verified' });
      const commit: CommitRequest = {
        ...commitOf('Subject\n\nBody.', { f: '1', 'a/g': null }),
        trailers: [['Towline-Image', 'a → b']],
      };
      github.requests.clear();
      const [sha] = accepted(await repository.push({ onto: await snapshotOf(repository), commits: [commit] }));
      expect(await remote.head()).toBe(sha);
      expect(await remote.git(['log', '-1', '--format=%an%n%B', 'main'])).toBe(
        'octo[bot]\nSubject\n\nBody.\n\nTowline-Image: a → b',
      );
      expect([await remote.read('f'), await remote.read('a/g')]).toEqual(['1', undefined]);
      expect([github.requests.count('POST graphql'), github.requests.count('POST git/refs')]).toEqual([1, 0]);
    });

    it('are all on the branch or none, and leave no branch behind', async () => {
      const { repository, remote } = await open({ commits: 'verified' });
      const onto = await snapshotOf(repository);
      const commits = [commitOf('One', { f: '1' }), commitOf('Two', { f: '2' })];
      github.beforeNext('PATCH git/refs', () => remote.commit({ files: { 'a/g': 'theirs' } }));
      expect(await repository.push({ onto, commits })).toMatchObject({ kind: 'rejected', reason: 'branch-moved' });
      expect(await remote.read('f')).toBe('0');
      accepted(await repository.push({ onto: await snapshotOf(repository), commits }));
      expect([await remote.read('f'), await remote.read('a/g')]).toEqual(['2', 'theirs']);
      expect(await remote.git(['for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main');
    });

    it('are rejected where somebody was quicker at the last moment', async () => {
      const { repository, remote } = await open({ commits: 'verified' });
      const onto = await snapshotOf(repository);
      await onto.list();
      github.beforeNext('POST graphql', () => remote.commit({ files: { f: 'theirs' } }));
      const outcome = await repository.push({ onto, commits: [commitOf('Mine', { f: '1' })] });
      expect([outcome, await remote.read('f')]).toMatchObject([{ kind: 'rejected', reason: 'branch-moved' }, 'theirs']);
    });

    it('are refused by a protected branch as a value', async () => {
      const { repository, remote } = await open({ commits: 'verified' });
      await remote.protect('main', 'only by pull request');
      const outcome = await repository.push({
        onto: await snapshotOf(repository),
        commits: [commitOf('Mine', { f: '1' })],
      });
      expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused-by-server', message: 'only by pull request' });
    });

    it('write no scripts, for lack of modes', async () => {
      const { repository } = await open({ commits: 'verified' });
      const changes = [{ kind: 'write', path: 'run.sh', content: Buffer.from('x'), executable: true }] as const;
      const push = repository.push({
        onto: await snapshotOf(repository),
        commits: [{ ...commitOf('Script', {}), changes }],
      });
      await expect(push).rejects.toMatchObject({ code: 'git-not-supported' });
    });
  });

  describe('an empty repository', () => {
    it('takes no first commit of several files', async () => {
      const repository = await openEmpty();
      const onto = await snapshotOf(repository);
      const push = repository.push({ onto, commits: [commitOf('Begin', { a: '1', b: '2' })] });
      await expect(push).rejects.toMatchObject({ code: 'git-not-supported' });
    });
  });

  describe('history', () => {
    it('tells the commits of a path and its contents at each', async () => {
      const { repository, remote } = await open();
      await remote.commit({ files: { f: '1' }, message: 'To one\n\nBecause.\n' });
      await remote.commit({ files: { 'a/g': '1' } });
      await remote.commit({ files: { f: null }, message: 'Gone' });
      const { commit } = await snapshotOf(repository);
      if (commit === undefined) throw new Error('there is no commit');
      const log = await repository.log({ from: commit, path: 'f', limit: 10 });
      expect(log.map(({ subject, body }) => [subject, body])).toEqual([
        ['Gone', ''],
        ['To one', 'Because.'],
        ['The first commit', ''],
      ]);
      const contents = await repository.filesAt(log.map(({ sha }) => ({ commit: sha, path: 'f' })));
      expect(contents.map((content) => content && Buffer.from(content).toString())).toEqual([undefined, '1', '0']);
      const changes = await repository.changes({ from: commit, paths: ['f', 'a/g'], limit: 10 });
      expect(new Set(changes.map((change) => change.commit.subject))).toEqual(
        new Set(['Gone', 'A commit of a person', 'To one', 'The first commit']),
      );
    });
  });

  describe('what goes wrong is told by a code', () => {
    it.each([
      [401, {}, 'Bad credentials', 'git-authentication'],
      [403, {}, 'Resource not accessible by integration', 'git-authentication'],
      [403, { 'x-ratelimit-remaining': '0' }, 'API rate limit exceeded for installation', 'git-rate-limited'],
      [429, {}, 'Too many requests', 'git-rate-limited'],
      [502, {}, 'Bad gateway', 'git-unreachable'],
    ])('%d %j %s', async (status, headers, message, code) => {
      const { repository } = await open();
      const body = JSON.stringify({ message });
      const remove = github.faults.add({
        effect: 'answer',
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      await expect(repository.head('main')).rejects.toMatchObject({ code });
      remove();
    });

    it('a repository that cannot be seen', async () => {
      await expect(connect({ repository: 'none' }).snapshot('main')).rejects.toMatchObject({
        code: 'git-repository-not-found',
      });
    });

    it('a connection that is cut', async () => {
      const { repository } = await open();
      const remove = github.faults.add({ effect: 'cut', at: 'before' });
      await expect(repository.head('main')).rejects.toMatchObject({ code: 'git-unreachable' });
      remove();
    });

    it("an answer that is not the API's", async () => {
      const { repository } = await open();
      const remove = github.faults.add({ effect: 'answer', status: 200, body: '<html>sign in</html>' });
      await expect(repository.head('main')).rejects.toMatchObject({ code: 'git-answer' });
      remove();
    });

    it('an aborted call ends with the reason of its signal', async () => {
      const { repository } = await open();
      const signal = AbortSignal.abort(new Error('the caller gave up'));
      await expect(repository.head('main', { signal })).rejects.toThrow('the caller gave up');
    });
  });
});
