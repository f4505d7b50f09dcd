import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommitRequest, FileChange, GitRepository, GitSnapshot, PushOutcome } from '@towline/shared/ports';
import type { BareRepository, SeedFiles } from '@towline/test-kit/git';

/** A repository as both sides see it. */
export interface OpenedRepository {
  readonly repository: GitRepository;
  /** The same on the server's disk, where a person pushes. */
  readonly remote: BareRepository;
  /** Lets a person commit to main while the next push is on its way, after the client has seen the branch. */
  readonly race: (files: SeedFiles) => Promise<void>;
}

/** A server and an adapter that the suite runs against. */
export interface GitTarget {
  open(files: SeedFiles): Promise<OpenedRepository>;
  stop(): Promise<void>;
}

const author = { name: 'Towline', email: 'towline@example.com' };
const bytes = (text: string): Uint8Array => Buffer.from(text);

/** A commit request that writes texts and deletes where there is null. */
export function commitOf(message: string, files: Readonly<Record<string, string | null>>): CommitRequest {
  const changes = Object.entries(files).map(
    ([path, content]): FileChange =>
      content === null ? { kind: 'delete', path } : { kind: 'write', path, content: bytes(content) },
  );
  return { message, author, changes };
}

/** The branch's snapshot, which must exist. */
export async function snapshotOf(repository: GitRepository, branch = 'main'): Promise<GitSnapshot> {
  const snapshot = await repository.snapshot(branch);
  if (snapshot === undefined) throw new Error(`there is no branch ${branch}`);
  return snapshot;
}

/** Files of a snapshot as text. */
export async function readTexts(snapshot: GitSnapshot, paths: readonly string[]): Promise<Record<string, string>> {
  const contents = await snapshot.read(paths);
  return Object.fromEntries([...contents].map(([path, content]) => [path, Buffer.from(content).toString('utf8')]));
}

/** The commits of an accepted push. */
export function accepted(outcome: PushOutcome): readonly string[] {
  if (outcome.kind !== 'accepted') throw new Error(`the push was rejected: ${outcome.message}`);
  return outcome.commits;
}

/** What every adapter of the port `GitRepository` does, whatever it speaks. */
export function gitRepositoryContract(start: () => Promise<GitTarget>): void {
  let target: GitTarget;
  beforeAll(async () => {
    target = await start();
  });
  afterAll(() => target.stop());

  describe('reading', () => {
    it('finds the head of a branch and the default branch', async () => {
      const { repository, remote } = await target.open({ f: '1' });
      expect(await repository.head('main')).toBe(await remote.head());
      expect(await repository.head('other')).toBeUndefined();
      expect(await repository.heads(['main', 'other'])).toEqual(new Map([['main', await remote.head()]]));
      expect(await repository.defaultBranch()).toBe('main');
    });

    it('takes a snapshot of a branch whose name has a slash', async () => {
      const { repository, remote } = await target.open({ f: '1' });
      const sha = await remote.commit({ branch: 'team/a', files: { g: '2' } });
      expect(await repository.snapshot('team/a')).toMatchObject({ branch: 'team/a', commit: sha });
    });

    it('has no snapshot of a branch that does not exist', async () => {
      const { repository } = await target.open({ f: '1' });
      expect(await repository.snapshot('other')).toBeUndefined();
    });

    it('lists files, folders, links and modes, whole and below a folder', async () => {
      const { repository } = await target.open({
        'a/b/c.txt': '1',
        'a/run.sh': { content: '2', mode: '100755' },
        link: { content: 'a/run.sh', mode: '120000' },
      });
      const snapshot = await snapshotOf(repository);
      const kinds = (await snapshot.list()).map(({ path, kind }) => `${path} ${kind}`);
      expect(kinds).toEqual(['a folder', 'a/b folder', 'a/b/c.txt file', 'a/run.sh executable', 'link symlink']);
      expect((await snapshot.list('a/b')).map(({ path }) => path)).toEqual(['a/b/c.txt']);
    });

    it('reads files byte for byte, and leaves out what is no file', async () => {
      const binary = Buffer.from([0, 255, 10, 13, 10, 0x80]);
      const { repository } = await target.open({
        'bin.dat': binary,
        'ünï/"quoted" \\ name.txt': 'x\r\n',
        empty: '',
        link: { content: 'empty', mode: '120000' },
      });
      const snapshot = await snapshotOf(repository);
      const paths = ['bin.dat', 'ünï/"quoted" \\ name.txt', 'empty', 'link', 'ünï', 'absent'];
      const contents = await snapshot.read(paths);
      expect([...contents.keys()].sort()).toEqual(['bin.dat', 'empty', 'ünï/"quoted" \\ name.txt']);
      expect(Buffer.from(contents.get('bin.dat') ?? []).equals(binary)).toBe(true);
      expect(Buffer.from(contents.get('ünï/"quoted" \\ name.txt') ?? []).toString()).toBe('x\r\n');
    });

    it('keeps a snapshot at its commit while the branch moves on', async () => {
      const { repository, remote } = await target.open({ f: 'old' });
      const before = await snapshotOf(repository);
      await remote.commit({ files: { f: 'new' } });
      const after = await snapshotOf(repository);
      expect([await readTexts(before, ['f']), await readTexts(after, ['f'])]).toEqual([{ f: 'old' }, { f: 'new' }]);
    });
  });

  describe('pushing', () => {
    it('writes, adds and deletes files and touches no other', async () => {
      const { repository, remote } = await target.open({ 'a/keep': 'k', 'a/change': '1', 'b/gone': 'g', 'ü n/ï': '1' });
      const onto = await snapshotOf(repository);
      const change = commitOf('Change things', { 'a/change': '2', 'b/gone': null, 'new/é"\\ .txt': 'n', 'ü n/ï': '2' });
      const [sha] = accepted(await repository.push({ onto, commits: [change] }));
      expect(await remote.head()).toBe(sha);
      const names = await remote.git(['-c', 'core.quotePath=false', 'ls-tree', '-r', '-z', '--name-only', 'main']);
      expect(names.split('\0').filter(Boolean).sort()).toEqual(['a/change', 'a/keep', 'new/é"\\ .txt', 'ü n/ï'].sort());
      expect([await remote.read('a/change'), await remote.read('a/keep'), await remote.read('ü n/ï')]).toEqual([
        '2',
        'k',
        '2',
      ]);
      await remote.git(['fsck', '--strict', '--no-dangling']);
    });

    it('pushes several commits, each on top of the one before', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      const onto = await snapshotOf(repository);
      const commits = [
        commitOf('One', { f: '1', g: '1' }),
        commitOf('Two', { f: '2', g: null }),
        commitOf('Three', { f: '3' }),
      ];
      const made = accepted(await repository.push({ onto, commits }));
      const log = await remote.git(['log', '--reverse', '--format=%H %s', 'main']);
      expect(log.split('\n').slice(1)).toEqual([`${made[0]} One`, `${made[1]} Two`, `${made[2]} Three`]);
      expect([await remote.read('f'), await remote.read('g')]).toEqual(['3', undefined]);
    });

    it('writes the author, the message and the trailers', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      const commit: CommitRequest = {
        ...commitOf('Subject: ä\n\nA body.\n', { f: '1' }),
        author: { name: 'Änne Author', email: 'anne@example.com' },
        trailers: [
          ['Towline-Application', 'argocd/web'],
          ['Towline-Image', 'a:1 → a:2'],
        ],
      };
      accepted(await repository.push({ onto: await snapshotOf(repository), commits: [commit] }));
      expect(await remote.git(['log', '-1', '--format=%an <%ae>%n%B', 'main'])).toBe(
        'Änne Author <anne@example.com>\nSubject: ä\n\nA body.\n\nTowline-Application: argocd/web\nTowline-Image: a:1 → a:2\n',
      );
    });

    it('keeps the executable bit unless told otherwise', async () => {
      const { repository, remote } = await target.open({ 'run.sh': { content: '1', mode: '100755' }, plain: '1' });
      const changes: readonly FileChange[] = [
        { kind: 'write', path: 'run.sh', content: bytes('2') },
        { kind: 'write', path: 'plain', content: bytes('2') },
        { kind: 'write', path: 'new.sh', content: bytes('2'), executable: true },
      ];
      const commits = [{ ...commitOf('Change scripts', {}), changes }];
      accepted(await repository.push({ onto: await snapshotOf(repository), commits }));
      const modes = (await remote.git(['ls-tree', 'main']))
        .split('\n')
        .map((line) => `${line.slice(0, 6)} ${line.split('\t')[1]}`);
      expect(modes).toEqual(['100755 new.sh', '100644 plain', '100755 run.sh']);
    });

    it('makes a branch, and sees it afterwards', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      const onto = await snapshotOf(repository);
      const [sha] = accepted(
        await repository.push({ onto, branch: 'image-updates/x', commits: [commitOf('Side', { f: '1' })] }),
      );
      expect([await remote.head('image-updates/x'), await remote.head()]).toEqual([sha, onto.commit]);
      expect(await repository.head('image-updates/x')).toBe(sha);
    });

    it('pushes again on top of its own push', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      for (const content of ['1', '2', '3']) {
        const onto = await snapshotOf(repository);
        accepted(await repository.push({ onto, commits: [commitOf(`Write ${content}`, { f: content })] }));
      }
      expect(await remote.git(['log', '--format=%s', 'main'])).toBe('Write 3\nWrite 2\nWrite 1\nThe first commit');
    });
  });

  describe('a push that is rejected', () => {
    it.each(['before the push began', 'while the push was on its way'] as const)(
      'says that the branch moved where a person was quicker %s, and leaves their commit',
      async (when) => {
        const { repository, remote, race } = await target.open({ f: '0' });
        const onto = await snapshotOf(repository);
        if (when === 'before the push began') await remote.commit({ files: { f: 'theirs' } });
        else await race({ f: 'theirs' });
        const commits = [commitOf('Mine', { g: '1' }), commitOf('Mine too', { g: '2' })];
        expect(await repository.push({ onto, commits })).toMatchObject({ kind: 'rejected', reason: 'branch-moved' });
        expect([await remote.read('f'), await remote.read('g')]).toEqual(['theirs', undefined]);
        const again = await repository.push({ onto: await snapshotOf(repository), commits });
        expect([again.kind, await remote.read('f'), await remote.read('g')]).toEqual(['accepted', 'theirs', '2']);
      },
    );

    it('brings nothing back that a person took away by moving the branch back', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      const before = (await remote.head()) ?? '';
      await remote.commit({ files: { f: 'a mistake' } });
      const onto = await snapshotOf(repository);
      await remote.git(['update-ref', 'refs/heads/main', before]);
      const push = { onto, commits: [commitOf('Mine', { g: '1' })] };
      expect(await repository.push(push)).toMatchObject({ kind: 'rejected', reason: 'branch-moved' });
      expect([await remote.head(), await remote.read('f')]).toEqual([before, '0']);
    });

    it('says what the server has against it', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      await remote.protect('main', 'changes must be made through a pull request');
      const outcome = await repository.push({
        onto: await snapshotOf(repository),
        commits: [commitOf('Mine', { f: '1' })],
      });
      expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused-by-server' });
      expect(outcome).toHaveProperty('message', expect.stringContaining('through a pull request'));
    });

    it('moves no other branch than forward', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      await remote.commit({ branch: 'other', files: { x: '1' } });
      const onto = await snapshotOf(repository);
      const push = { onto, branch: 'other', commits: [commitOf('Mine', { f: '1' })] };
      expect(await repository.push(push)).toMatchObject({ kind: 'rejected', reason: 'branch-moved' });
    });
  });

  describe('replacing a branch of our own', () => {
    it('puts it anew where it is as expected', async () => {
      const { repository, remote } = await target.open({ f: '0' });
      const onto = await snapshotOf(repository);
      const push = { onto, branch: 'ours', commits: [commitOf('First try', { f: '1' })] };
      const [first] = accepted(await repository.push({ ...push, replace: { expected: undefined } }));
      const expected = await repository.head('ours');
      expect(expected).toBe(first);
      const commits = [commitOf('Second try', { f: '2' })];
      accepted(await repository.push({ ...push, commits, replace: { expected } }));
      expect(await remote.git(['log', '--format=%s', 'ours'])).toBe('Second try\nThe first commit');
    });

    it.each([
      ['another commit than expected', 'main'],
      ['a commit where none is expected', undefined],
    ])('leaves it alone where it holds %s', async (_what, expectedBranch) => {
      const { repository, remote } = await target.open({ f: '0' });
      const onto = await snapshotOf(repository);
      const theirs = await remote.commit({ branch: 'ours', files: { x: 'theirs' } });
      const expected = expectedBranch === undefined ? undefined : onto.commit;
      const push = { onto, branch: 'ours', commits: [commitOf('Mine', { f: '1' })], replace: { expected } };
      expect(await repository.push(push)).toMatchObject({ kind: 'rejected', reason: 'branch-moved' });
      expect(await remote.head('ours')).toBe(theirs);
    });
  });

  describe('an empty repository', () => {
    it('has a snapshot without a commit and takes its first commit', async () => {
      const { repository, remote } = await target.open({});
      const onto = await snapshotOf(repository);
      expect([onto.commit, await onto.list(), await repository.head('main')]).toEqual([undefined, [], undefined]);
      const [sha] = accepted(
        await repository.push({ onto, commits: [commitOf('Begin', { 'apps/web.yaml': 'a: 1\n' })] }),
      );
      expect([await remote.head(), await remote.read('apps/web.yaml')]).toEqual([sha, 'a: 1\n']);
    });
  });
}
