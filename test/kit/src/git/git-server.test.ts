import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runProcess } from '@towline/shared/process';
import { basicAuth, type GitServer, type ServedRepository, startGitServer } from './index.js';
import { gitEnvironment } from './run-git.js';

let server: GitServer;
let repository: ServedRepository;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-git-client-'));
  server = await startGitServer({ authorize: basicAuth('ann', 'pass') });
  repository = await server.createRepository('team/app.git', { 'a b.txt': 'one\n', 'dir/ü"\\.txt': 'two\n' });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const git = async (args: readonly string[], password = 'pass') => {
  const header = `Authorization: Basic ${Buffer.from(`ann:${password}`).toString('base64')}`;
  const run = ['-c', `http.extraHeader=${header}`, '-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...args];
  const { stdout } = await runProcess({
    command: 'git',
    args: run,
    cwd: folder,
    env: gitEnvironment(),
    maxOutputBytes: 1e6,
    timeoutMs: 20_000,
  });
  return Buffer.from(stdout).toString('utf8');
};

describe('the smart-HTTP Git server', () => {
  it('serves clones and takes pushes of the git program, and counts their requests', async () => {
    await git(['clone', '--quiet', repository.url, 'clone']);
    await git(['-C', 'clone', 'commit', '--quiet', '--allow-empty', '-m', 'mine']);
    server.requests.clear();
    await git(['-C', 'clone', 'push', '--quiet', 'origin', 'HEAD:refs/heads/main']);
    expect(server.requests.counts()).toEqual({ 'info-refs:receive-pack': 1, 'receive-pack': 1 });
    expect(await repository.git(['log', '-1', '--format=%s', 'main'])).toBe('mine');
  });

  it('leaves blobs out for clients that ask for it', async () => {
    await git(['clone', '--quiet', '--bare', '--filter=blob:none', repository.url, 'blobless']);
    const missing = await git(['-C', 'blobless', 'rev-list', '--objects', '--missing=print', '--all']);
    expect(missing.split('\n').filter((line) => line.startsWith('?'))).toHaveLength(2);
  });

  it('refuses who has the wrong password', async () => {
    await expect(git(['ls-remote', repository.url], 'wrong')).rejects.toMatchObject({ code: 'process-failed' });
  });

  it('refuses pushes to a protected branch with its message, and to no other', async () => {
    await repository.protect('main', 'main is protected');
    await git(['clone', '--quiet', repository.url, 'protected']);
    await git(['-C', 'protected', 'commit', '--quiet', '--allow-empty', '-m', 'no']);
    await expect(git(['-C', 'protected', 'push', 'origin', 'HEAD:refs/heads/main'])).rejects.toThrow('hook declined');
    await git(['-C', 'protected', 'push', '--quiet', 'origin', 'HEAD:refs/heads/other']);
    expect(await repository.head('other')).toMatch(/^[0-9a-f]{40}$/);
  });

  it('lets somebody else be quicker where a test wants it', async () => {
    const sha = { theirs: '' };
    server.beforeNext('info-refs:upload-pack', async () => {
      sha.theirs = await repository.commit({ branch: 'race', files: { f: '1' } });
    });
    expect(await git(['ls-remote', repository.url, 'refs/heads/race'])).toContain(sha.theirs);
    expect(await repository.read('f', 'race')).toBe('1');
  });
});
