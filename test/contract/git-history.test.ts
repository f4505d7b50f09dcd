import { describe, expect, it } from '@jest/globals';
import { open, server } from './git-program-stage.js';
import { snapshotOf } from './git-suite.js';

describe('history', () => {
  it('tells the commits that changed a path, newest first, and its contents, with one fetch', async () => {
    const { repository, remote } = await open();
    const first = await snapshotOf(repository);
    await remote.commit({ files: { 'apps/0/0.yaml': 'image: b\n' }, message: 'To b\n\nBecause.\n' });
    await remote.commit({ files: { other: 'x' } });
    await remote.commit({ files: { 'apps/0/0.yaml': null }, message: 'Gone' });
    const { commit } = await snapshotOf(repository);
    if (commit === undefined || first.commit === undefined) throw new Error('there is no commit');
    server.requests.clear();
    const log = await repository.log({ from: commit, path: 'apps/0/0.yaml', limit: 10 });
    expect(server.requests.count()).toBe(0);
    expect(log.map(({ subject, body }) => [subject, body])).toEqual([
      ['Gone', ''],
      ['To b', 'Because.'],
      ['The first commit', ''],
    ]);
    expect(log[1]).toMatchObject({ author: { name: 'Pat Person', email: 'pat@example.com' }, parents: [first.commit] });
    expect(await repository.log({ from: commit, limit: 2 })).toHaveLength(2);
    const versions = log.map(({ sha }) => ({ commit: sha, path: 'apps/0/0.yaml' }));
    const contents = (await repository.filesAt(versions)).map((content) => content && Buffer.from(content).toString());
    expect(contents).toEqual([undefined, 'image: b\n', 'image: 0\n']);
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
  });

  it('tells what a branch went through, merges as one state, and the contents before and after with one fetch', async () => {
    const { repository, remote } = await open();
    await remote.commit({ files: { 'apps/0/0.yaml': 'image: b\n', 'apps/1/0.yaml': 'image: b\n' }, message: 'Both' });
    await remote.commit({ files: { other: 'x' } });
    await remote.git(['branch', 'topic']);
    await remote.commit({ files: { other: 'y' } });
    await remote.commit({ branch: 'topic', files: { 'apps/0/0.yaml': 'image: c\n' }, message: 'On the side' });
    const person = ['-c', 'user.name=Pat', '-c', 'user.email=pat@example.com'];
    const merged = await remote.git(['merge-tree', '--write-tree', 'main', 'topic']);
    const merge = await remote.git([
      ...person,
      'commit-tree',
      merged.trim(),
      '-p',
      'main',
      '-p',
      'topic',
      '-m',
      'Merge topic',
    ]);
    await remote.git(['update-ref', 'refs/heads/main', merge.trim()]);
    const { commit } = await snapshotOf(repository);
    if (commit === undefined) throw new Error('there is no commit');
    server.requests.clear();
    const paths = ['apps/0/0.yaml', 'apps/1/0.yaml', 'apps/none.yaml'];
    const changes = await repository.changes({ from: commit, paths, limit: 10 });
    expect(changes.map((change) => [change.commit.subject, change.paths])).toEqual([
      ['Merge topic', ['apps/0/0.yaml']],
      ['Both', ['apps/0/0.yaml', 'apps/1/0.yaml']],
      ['The first commit', ['apps/0/0.yaml']],
    ]);
    const versions = changes.flatMap(({ commit: { sha, parents } }) =>
      [sha, ...parents.slice(0, 1)].map((each) => ({ commit: each, path: 'apps/0/0.yaml' })),
    );
    const contents = (await repository.filesAt(versions)).map((content) => content && Buffer.from(content).toString());
    expect(contents).toEqual(['image: c\n', 'image: b\n', 'image: b\n', 'image: 0\n', 'image: 0\n']);
    expect(server.requests.counts()).toEqual({ 'info-refs:upload-pack': 1, 'upload-pack': 1 });
    expect(await repository.changes({ from: commit, paths, limit: 1 })).toHaveLength(1);
    expect(await repository.changes({ from: commit, paths: [], limit: 1 })).toEqual([]);
  });

  it('is told of hundreds of paths, and of no others in their folders', async () => {
    const { repository, remote } = await open();
    await remote.commit({ files: { 'apps/other/0.yaml': 'x' }, message: 'Another one' });
    await remote.commit({ files: { 'apps/0/0.yaml': 'image: b\n', 'apps/other/0.yaml': 'y' }, message: 'Both' });
    await remote.commit({ files: { other: 'x' }, message: 'Elsewhere' });
    const { commit } = await snapshotOf(repository);
    if (commit === undefined) throw new Error('there is no commit');
    const paths = Array.from({ length: 300 }, (_, index) => `apps/${index}/0.yaml`);
    const changes = await repository.changes({ from: commit, paths, limit: 10 });
    expect(changes.map(({ commit: { subject } }) => subject)).toEqual(['Both', 'The first commit']);
    expect(changes[0]?.paths).toEqual(['apps/0/0.yaml']);
  });

  it('is told as deep as it was fetched', async () => {
    const { repository, remote } = await open({ depth: 3 });
    for (const tag of ['b', 'c', 'd']) await remote.commit({ files: { 'apps/0/0.yaml': tag }, message: tag });
    const { commit } = await snapshotOf(repository);
    if (commit === undefined) throw new Error('there is no commit');
    const changes = await repository.changes({ from: commit, paths: ['apps/0/0.yaml'], limit: 10 });
    expect(changes.map(({ commit: { subject } }) => subject)).toEqual(['d', 'c']);
  });

  it('is not made up where only its end was fetched', async () => {
    const { repository } = await open({ depth: 1 });
    const { commit } = await snapshotOf(repository);
    if (commit === undefined) throw new Error('there is no commit');
    const path = 'apps/0/0.yaml';
    await expect(repository.log({ from: commit, path, limit: 1 })).rejects.toMatchObject({
      code: 'git-history-shallow',
    });
    expect(await repository.log({ from: commit, limit: 2 })).toHaveLength(1);
  });
});
