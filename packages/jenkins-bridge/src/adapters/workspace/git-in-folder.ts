import { errorCode, errorMessage } from '@towline/shared/errors';
import { type Environment, inheritedEnvironment, runProcess } from '@towline/shared/process';
import { RunError } from '../../core/run/run-error.js';

/** What git of a person needs to reach a server as that person. */
const passedOn = [
  'PATH',
  'HOME',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'SSH_AUTH_SOCK',
  'GIT_SSH_COMMAND',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'SSL_CERT_FILE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

const maxOutputBytes = 64 * 1024 * 1024;
const timeoutMs = 120_000;

/** The git program in a work tree: gives what a command writes, and throws `run-checkout-failed` with its last words. */
export type FolderGit = (args: readonly string[], signal?: AbortSignal) => Promise<string>;

/** Git in a work tree, under the configuration of the person whose environment it is. It never asks for a password. */
export function gitInFolder(folder: string, environment: Environment): FolderGit {
  return async (args, signal) => {
    try {
      const { stdout } = await runProcess({
        command: 'git',
        args: ['-C', folder, ...args],
        env: { ...inheritedEnvironment(environment, passedOn), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
        maxOutputBytes,
        timeoutMs,
        signal,
      });
      return Buffer.from(stdout).toString();
    } catch (cause) {
      signal?.throwIfAborted();
      throw new RunError('run-checkout-failed', errorMessage(cause), { cause });
    }
  };
}

/** What a command writes, without the line break at its end; undefined where it fails, which is an answer. */
export async function answerOf(
  git: FolderGit,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await git(args, signal)).trimEnd();
  } catch (error) {
    if (errorCode(error) !== 'run-checkout-failed') throw error;
    return undefined;
  }
}
