import type { Environment } from '../process/index.js';
import type { Secret } from '../secret/index.js';
import type { GitCredentials, GitTls, HostKeys } from './credentials.js';
import { GitError } from './git-error.js';
import { type GitUrl, gitOrigin } from './git-url.js';
import { createHttpAuthorization, type HttpAuthorization } from './http-authorization.js';
import { createPrivateFolder, type PrivateFolder } from './private-folder.js';

/** What a git command needs to speak to the server, while it runs: disposing of it removes the files. */
export interface GitAccess extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  /** Configuration that git gets by its environment: nobody sees it in a process list. */
  readonly config: readonly (readonly [key: string, value: string])[];
  readonly secrets: readonly Secret[];
}

/** Gives access to one repository, anew for each conversation. */
export type AccessProvider = () => Promise<GitAccess>;

/** What {@link createAccessProvider} turns into access. */
export interface AccessOptions {
  readonly url: GitUrl;
  readonly credentials: GitCredentials;
  readonly tls: GitTls;
  /** Says where temporary files go. */
  readonly environment: Environment;
}

/** How to reach a repository. Throws `git-authentication` where the credentials do not fit the address. */
export function createAccessProvider({ url, credentials, tls, environment }: AccessOptions): AccessProvider {
  const given = fromAddress(url, credentials);
  if (url.protocol === 'ssh') return () => sshAccess(url, given, environment);
  if (given.kind === 'ssh') throw new GitError('git-authentication', `${url.address} is not reached by an SSH key`);
  const authorization = createHttpAuthorization(given);
  return () => httpAccess({ url, tls, environment }, authorization);
}

function fromAddress(url: GitUrl, credentials: GitCredentials): GitCredentials {
  if (credentials.kind !== 'none' || url.password === undefined) return credentials;
  return { kind: 'basic', username: url.user ?? '', password: url.password };
}

async function httpAccess(
  { url, tls, environment }: Omit<AccessOptions, 'credentials'>,
  authorization: HttpAuthorization,
): Promise<GitAccess> {
  const folder = tls.ca === undefined ? undefined : await createPrivateFolder(environment);
  const config: [string, string][] = [];
  const secret = await authorization();
  // Sent with the first request, and to this origin only.
  if (secret !== undefined) config.push([`http.${gitOrigin(url)}/.extraHeader`, `Authorization: ${secret.reveal()}`]);
  if (folder !== undefined && tls.ca !== undefined)
    config.push(['http.sslCAInfo', await folder.write('ca.pem', tls.ca)]);
  if (tls.insecure === true) config.push(['http.sslVerify', 'false']);
  return {
    env: {},
    config,
    secrets: secret === undefined ? [] : [secret, secret.map((value) => value.replace(/^\w+ /, ''))],
    [Symbol.asyncDispose]: async () => folder?.[Symbol.asyncDispose](),
  };
}

async function sshAccess(url: GitUrl, credentials: GitCredentials, environment: Environment): Promise<GitAccess> {
  if (credentials.kind !== 'ssh') {
    throw new GitError('git-authentication', `${url.address} is reached over SSH and needs a key`);
  }
  const folder = await createPrivateFolder(environment);
  try {
    const identity = await folder.write('identity', keyFile(credentials.privateKey));
    const config = await folder.write('ssh_config', await sshConfig(identity, credentials.hostKeys, folder));
    return {
      // Git hands this to a shell: it holds constant words and the path of our own folder, quoted.
      env: { GIT_SSH_COMMAND: `ssh -F '${config.replaceAll("'", "'\\''")}'`, GIT_SSH_VARIANT: 'ssh' },
      config: [],
      secrets: [],
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

/** OpenSSH reads no key whose last line is cut or whose lines end in CRLF, as keys from secrets often are. */
export function keyFile(key: Secret): string {
  return `${key.reveal().replaceAll('\r\n', '\n').trim()}\n`;
}

async function sshConfig(identity: string, hostKeys: HostKeys, folder: PrivateFolder): Promise<string> {
  const known =
    hostKeys.kind === 'known'
      ? { check: 'yes', file: await folder.write('known_hosts', hostKeys.knownHosts) }
      : { check: 'no', file: '/dev/null' };
  const lines = [
    'Host *',
    'BatchMode yes',
    'IdentitiesOnly yes',
    'IdentityAgent none',
    `IdentityFile "${identity}"`,
    `StrictHostKeyChecking ${known.check}`,
    `UserKnownHostsFile "${known.file}"`,
    'GlobalKnownHostsFile /dev/null',
    'UpdateHostKeys no',
    'ForwardAgent no',
    'ClearAllForwardings yes',
    'ConnectTimeout 20',
    'ServerAliveInterval 15',
    'ServerAliveCountMax 4',
  ];
  return `${lines.join('\n')}\n`;
}
