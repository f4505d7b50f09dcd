import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commitOf, type GitTarget, snapshotOf } from './git-suite.js';

/** What every adapter refuses by itself, without asking the server. */
export function gitRefusalsContract(start: () => Promise<GitTarget>): void {
  let target: GitTarget;
  beforeAll(async () => {
    target = await start();
  });
  afterAll(() => target.stop());

  describe('refuses', () => {
    it.each([
      ['a path that leaves the repository', '../f', 'git-path'],
      ['an absolute path', '/etc/passwd', 'git-path'],
      ["a path in Git's own folder", 'a/.GIT/config', 'git-path'],
      ['a path below a file', 'f/g', 'git-path'],
      ['a path below a symbolic link', 'link/g', 'git-path'],
      ['a folder', 'd', 'git-path'],
      ['a symbolic link', 'link', 'git-path'],
    ])('to write %s', async (_what, path, code) => {
      const { repository, remote } = await target.open({ f: '0', 'd/e': '1', link: { content: 'd', mode: '120000' } });
      const onto = await snapshotOf(repository);
      await expect(repository.push({ onto, commits: [commitOf('Bad', { [path]: 'x' })] })).rejects.toMatchObject({
        code,
      });
      expect(await remote.head()).toBe(onto.commit);
    });

    it.each([['--upload-pack=touch'], ['a..b'], ['a b'], ['']])('the branch name %j', async (branch) => {
      const { repository } = await target.open({ f: '0' });
      await expect(repository.snapshot(branch)).rejects.toMatchObject({ code: 'git-branch-name' });
      await expect(repository.head(branch)).rejects.toMatchObject({ code: 'git-branch-name' });
    });
  });
}
