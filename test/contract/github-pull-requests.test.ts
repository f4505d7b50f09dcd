import { describe, expect, it } from '@jest/globals';
import { startGitHub } from '@towline/test-kit/github';
import { accepted, commitOf, snapshotOf } from './git-suite.js';
import { connect, count, git, github, open } from './github-stage.js';

describe('pull requests of GitHub', () => {
  it('are opened with labels, found, changed and closed', async () => {
    const { repository } = await open();
    const onto = await snapshotOf(repository);
    accepted(await repository.push({ onto, branch: 'update', commits: [commitOf('Update', { f: '1' })] }));
    const query = { head: 'update', base: 'main' };
    expect(await repository.findOpen(query)).toBeUndefined();
    const opened = await repository.open({
      ...query,
      title: 'Update f',
      body: 'Because.',
      labels: ['images', 'bot'],
    });
    expect(opened).toMatchObject({
      number: 1,
      head: 'update',
      base: 'main',
      title: 'Update f',
      body: 'Because.',
      state: 'open',
    });
    expect(github.pulls('acme', `repo-${count}`)[0]?.labels).toEqual(['images', 'bot']);
    expect(await repository.findOpen(query)).toEqual(opened);
    expect(await repository.update(1, { title: 'Update f again' })).toEqual({ ...opened, title: 'Update f again' });
    await repository.close({ number: 1, reason: 'It is there.', branch: 'update' });
    expect(github.pulls('acme', `repo-${count}`)[0]).toMatchObject({ state: 'closed', comments: ['It is there.'] });
    expect(await repository.findOpen(query)).toBeUndefined();
    expect(await repository.head('update')).toBeUndefined();
    await repository.close({ number: 1, reason: 'Its branch is gone.', branch: 'update' });
  });

  it('are listed, page by page, without those of forks', async () => {
    const repo = { full_name: 'acme/web' };
    const pull = (number: number, head = repo) => ({
      number,
      node_id: `PR_${number}`,
      html_url: `https://github.com/acme/web/pull/${number}`,
      title: '',
      body: null,
      state: 'open',
      merged_at: null,
      head: { ref: `update-${number}`, repo: head },
      base: { ref: 'main', repo },
    });
    const all = [...Array.from({ length: 102 }, (_, index) => pull(index)), pull(102, { full_name: 'fork/web' })];
    const pages = async (address: unknown) => {
      const page = Number(new URL(String(address)).searchParams.get('page'));
      return Response.json(all.slice((page - 1) * 100, page * 100));
    };
    const found = await connect({}, { fetch: pages }).listOpen({ base: 'main' });
    expect(found.map(({ number }) => number)).toEqual(Array.from({ length: 102 }, (_, index) => index));
  });

  it('are listed by their base', async () => {
    const { repository, remote } = await open();
    await remote.commit({ branch: 'update', files: { f: '1' } });
    const opened = await repository.open({ head: 'update', base: 'main', title: 'Update', body: '' });
    expect(await repository.listOpen({ base: 'main' })).toEqual([opened]);
    expect(await repository.listOpen({ base: 'release' })).toEqual([]);
  });

  it('ask for reviews of people and teams, and merge by themselves', async () => {
    const { repository, remote } = await open();
    await remote.commit({ branch: 'update', files: { f: '1' } });
    const request = { head: 'update', base: 'main', title: 'Update f', body: '' };
    await repository.open({ ...request, reviewers: ['octocat', 'acme/platform'], autoMerge: true });
    expect(github.pulls('acme', `repo-${count}`)).toMatchObject([
      { reviewers: ['octocat', 'team:platform'], autoMerge: true },
    ]);
  });

  it('are open where they may not merge by themselves, and that is told', async () => {
    const { remote } = await open();
    const strict = await startGitHub({ git, tokens: ['t0ken'], autoMerge: false });
    await remote.commit({ branch: 'update', files: { f: '1' } });
    const request = { head: 'update', base: 'main', title: 'Update f', body: '', autoMerge: true };
    const opening = connect({ apiUrl: strict.url }).open(request);
    await expect(opening).rejects.toMatchObject({
      code: 'git-not-supported',
      message: expect.stringContaining('Auto merge is not allowed'),
    });
    expect(strict.pulls('acme', `repo-${count}`)).toMatchObject([{ state: 'open', autoMerge: false }]);
    await strict.stop();
  });

  it('without a difference are refused with the reason', async () => {
    const { repository, remote } = await open();
    await remote.git(['branch', 'same', 'main']);
    const open_ = repository.open({ head: 'same', base: 'main', title: 'Nothing', body: '' });
    await expect(open_).rejects.toThrow('No commits between main and same');
  });
});
