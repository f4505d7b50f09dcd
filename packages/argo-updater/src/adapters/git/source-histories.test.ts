import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSecretStore } from '@towline/shared/config';
import { parseGitSha } from '@towline/shared/image';
import { runProcess, systemClock } from '@towline/shared/process';
import { type GitServer, type ServedRepository, startGitServer } from '@towline/test-kit/git';
import { createManifestRepositories } from './manifest-repositories.js';
import { createSourceHistories } from './source-histories.js';

let server: GitServer;
let source: ServedRepository;
const commits: string[] = [];
beforeAll(async () => {
  server = await startGitServer();
  source = await server.createRepository('source.git', { 'a.txt': '1' });
  for (const text of ['2', '3']) commits.push(await source.commit({ files: { 'a.txt': text } }));
});
afterAll(() => server.stop());

const open = () =>
  createManifestRepositories(
    {
      run: runProcess,
      clock: systemClock,
      environment: process.env,
      places: { secrets: createSecretStore({ resolvers: [] }) },
    },
    { identity: { name: 'updater', email: 'updater@example.com' } },
  );

describe('createSourceHistories', () => {
  it('puts the commits of the default branch in order', async () => {
    await using repositories = open();
    const history = await createSourceHistories(repositories).read({ repository: source.url, branch: undefined });
    const [older, newer] = commits.map((sha) => history.find(sha));
    expect(history.branch).toBe('main');
    expect([older, newer]).toEqual([
      expect.objectContaining({ kind: 'commit' }),
      expect.objectContaining({ kind: 'commit' }),
    ]);
    if (older?.kind === 'commit' && newer?.kind === 'commit') expect(newer.rank).toBeGreaterThan(older.rank);
    expect(history.find('f'.repeat(40))).toEqual({ kind: 'not-on-branch' });
  });

  it('knows who made a commit that was read, and no other one', async () => {
    await using repositories = open();
    const histories = createSourceHistories(repositories);
    const sha = parseGitSha(
      await source.commit({ files: { 'a.txt': '4' }, author: { name: 'Ada', email: 'ada@example.com' } }),
    );
    if (sha === undefined) throw new Error('no commit');
    const commit = { repository: source.url, sha };
    expect(await histories.author(commit)).toBeUndefined();
    await histories.read({ repository: source.url, branch: undefined });
    expect(await histories.author(commit)).toBe('Ada');
  });

  it('puts a branch that stays where it is in order once', async () => {
    await using repositories = open();
    const histories = createSourceHistories(repositories);
    const question = { repository: source.url, branch: 'main' };
    const first = await histories.read(question);
    expect(await histories.read(question)).toBe(first);
  });

  it('says that there is no such branch', async () => {
    await using repositories = open();
    const read = createSourceHistories(repositories).read({ repository: source.url, branch: 'nope' });
    await expect(read).rejects.toMatchObject({ code: 'repository-branch-missing' });
  });
});
