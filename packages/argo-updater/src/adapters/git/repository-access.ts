import type { GitCredentials, GitTls } from '@towline/shared/git';

/** How a manifest repository is reached. */
export interface RepositoryAccess {
  readonly credentials: GitCredentials;
  readonly tls?: GitTls | undefined;
  /** A proxy for this repository alone. */
  readonly proxy?: string | undefined;
}
