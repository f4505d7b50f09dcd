import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Invocation, readOptionalFile, readTextFile, textOption } from '@towline/shared/cli';
import type { SecretStore } from '@towline/shared/config';
import { type GitCredentials, sshUser } from '@towline/shared/git';
import { readPair } from '../jenkins/read-pair.js';

/** Who signs in to a source repository, as `--git-auth` says; undefined where it says nothing. */
export async function readGitLogin(
  invocation: Invocation,
  url: string,
  secrets: SecretStore,
): Promise<GitCredentials | undefined> {
  const who = textOption(invocation, 'git-auth');
  const { environment, signal } = invocation;
  if (who === undefined) return undefined;
  if (sshUser(url) === undefined) {
    const { user, secret } = await readPair(who, secrets, signal);
    return { kind: 'basic', username: user, password: secret };
  }
  const named = textOption(invocation, 'known-hosts');
  const usual = join(environment.HOME ?? homedir(), '.ssh', 'known_hosts');
  const knownHosts = named === undefined ? ((await readOptionalFile(usual)) ?? '') : await readTextFile(named);
  return {
    kind: 'ssh',
    privateKey: await secrets.get(who, { signal }),
    hostKeys: { kind: 'known', knownHosts },
  };
}
