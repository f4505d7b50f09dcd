import type { Environment, runProcess } from '../process/index.js';
import type { GitCredentials, GitTls } from './credentials.js';
import type { AccessProvider } from './git-access.js';
import { GitError } from './git-error.js';
import type { GitUrl } from './git-url.js';
import { createHttpAccess } from './http-access.js';
import { createSshAccess } from './ssh-access.js';

/** What {@link createAccessProvider} turns into access. */
export interface AccessOptions {
  readonly url: GitUrl;
  readonly credentials: GitCredentials;
  readonly tls: GitTls;
  readonly run: typeof runProcess;
  /** Says where temporary files go. */
  readonly environment: Environment;
  readonly fetch?: typeof fetch | undefined;
}

/** How to reach a repository. Throws `git-authentication` where the credentials do not fit the address. */
export function createAccessProvider({ url, tls, run, environment, fetch, ...options }: AccessOptions): AccessProvider {
  const credentials = fromAddress(url, options.credentials);
  if (url.protocol === 'ssh') {
    if (credentials.kind === 'ssh') return createSshAccess({ credentials, run, environment });
    throw new GitError('git-authentication', `${url.address} is reached over SSH and needs a key`);
  }
  if (credentials.kind === 'ssh') {
    throw new GitError('git-authentication', `${url.address} is not reached by an SSH key`);
  }
  return createHttpAccess({ url, credentials, tls, environment, fetch });
}

function fromAddress(url: GitUrl, credentials: GitCredentials): GitCredentials {
  if (credentials.kind !== 'none' || url.password === undefined) return credentials;
  return { kind: 'basic', username: url.user ?? '', password: url.password };
}
