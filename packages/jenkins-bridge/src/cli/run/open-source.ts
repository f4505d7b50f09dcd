import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Invocation, textOption } from '@towline/shared/cli';
import { openGitRepository } from '@towline/shared/git';
import { runProcess, systemClock } from '@towline/shared/process';
import { openSourceMirror, type SourceMirror } from '../../adapters/workspace/source-mirror.js';
import { composeImages } from '../image/compose-images.js';
import { readGitLogin } from './git-login.js';

/** A remote source, with the branch that is built. */
export interface OpenedSource extends SourceMirror {
  readonly url: string;
  readonly branch: string;
}

/** Opens the repository of `--source`, in a folder that is gone with it. */
export async function openSource(invocation: Invocation, url: string): Promise<OpenedSource> {
  const { environment, signal } = invocation;
  const directory = await mkdtemp(join(tmpdir(), 'towline-source-'));
  try {
    const credentials = await loginOf(invocation, url);
    const branch =
      textOption(invocation, 'branch') ?? (await defaultBranch(invocation, { url, directory, credentials }));
    const mirror = openSourceMirror({ url, branch, credentials, directory, environment, clock: systemClock });
    signal.throwIfAborted();
    return {
      url,
      branch,
      head: (inner) => mirror.head(inner),
      checkout: (options, inner) => mirror.checkout(options, inner),
      async [Symbol.asyncDispose]() {
        await mirror[Symbol.asyncDispose]();
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function loginOf(invocation: Invocation, url: string) {
  if (textOption(invocation, 'git-auth') === undefined) return undefined;
  const images = await composeImages(invocation);
  try {
    return await readGitLogin(invocation, url, images.secrets);
  } finally {
    images.close();
  }
}

interface Asked {
  readonly url: string;
  readonly directory: string;
  readonly credentials: Awaited<ReturnType<typeof loginOf>>;
}

async function defaultBranch(
  { environment, signal }: Invocation,
  { url, directory, credentials }: Asked,
): Promise<string> {
  const identity = { name: 'jenkins-bridge', email: 'jenkins-bridge@localhost' };
  const dependencies = { run: runProcess, clock: systemClock, environment };
  const options = { url, directory: join(directory, 'refs.git'), credentials, identity, allowFiles: true };
  await using repository = openGitRepository(dependencies, options);
  return await repository.defaultBranch({ signal });
}
