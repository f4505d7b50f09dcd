import type { Clock, GitIdentity, Logger } from '../ports/index.js';
import type { Environment, runProcess } from '../process/index.js';
import type { GitCredentials, GitTls } from './credentials.js';
import type { GitSigning } from './git-signing.js';

/** What a repository by the git program works with. */
export interface GitDependencies {
  readonly run: typeof runProcess;
  readonly clock: Clock;
  readonly log?: Logger | undefined;
  /** Where PATH and the proxies are taken from; nothing else of it reaches git. */
  readonly environment: Environment;
  /** The way to GitHub's API, for the tokens of its Apps: the platform's `fetch` where absent. */
  readonly fetch?: typeof fetch | undefined;
}

/** Limits of one git command. */
export interface GitLimits {
  readonly timeoutMs: number;
  /** What may be read at once. */
  readonly maxBytes: number;
  /** How long another process that uses the mirror is waited for. */
  readonly lockWaitMs: number;
}

/** Two minutes for everything, a quarter of a gigabyte at once. */
export const defaultGitLimits: GitLimits = { timeoutMs: 120_000, maxBytes: 256 * 1024 * 1024, lockWaitMs: 120_000 };

/** Which repository, and how it is reached. */
export interface GitRepositoryOptions {
  readonly url: string;
  /** Where the mirror is kept: a directory for this repository alone. A file beside it, `<directory>.lock`, guards it. */
  readonly directory: string;
  readonly credentials?: GitCredentials | undefined;
  /** The committer. */
  readonly identity: GitIdentity;
  readonly signing?: GitSigning | undefined;
  readonly tls?: GitTls | undefined;
  /** How much history is fetched: 1 is enough to write, and history cannot be asked then. All of it where absent. */
  readonly depth?: number | undefined;
  /**
   * Whether file contents are left out until they are read. Default: yes, until a server turns out to leave them out and not to give them
   * afterwards; the mirror remembers that. A server that knows no filters sends them anyway.
   */
  readonly filters?: boolean | undefined;
  readonly limits?: Partial<GitLimits> | undefined;
  /** Allow `file://`, which reads whatever this user can read. */
  readonly allowFiles?: boolean | undefined;
}
