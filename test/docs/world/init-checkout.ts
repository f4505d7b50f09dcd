import { runProcess } from '@towline/shared/process';

const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];

/** Makes a folder a checkout whose files are all newer than `origin/main`. */
export async function initCheckout(folder: string): Promise<void> {
  const git = (...args: readonly string[]) =>
    runProcess({
      command: 'git',
      args: ['-C', folder, ...identity, ...args],
      env: { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      maxOutputBytes: 100_000,
    });
  await git('init', '--quiet', '--initial-branch=main');
  await git('commit', '--quiet', '--allow-empty', '--message=Begin');
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await git('add', '.');
  await git('commit', '--quiet', '--message=Cart');
}
