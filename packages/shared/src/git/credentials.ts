import type { Secret } from '../secret/index.js';

/** How to trust an SSH server: by its keys, in the format of `known_hosts`, or — only where a person asks for it — blindly. */
export type HostKeys = { readonly kind: 'known'; readonly knownHosts: string } | { readonly kind: 'unchecked' };

/** A GitHub App that is installed where the repository is. */
export interface GitHubApp {
  readonly appId: number | string;
  readonly installationId: number | string;
  /** PEM. */
  readonly privateKey: Secret;
  /** The API of a GitHub Enterprise server; github.com's where absent. */
  readonly apiUrl?: string | undefined;
}

/** What a repository is reached with. */
export type GitCredentials =
  | { readonly kind: 'none' }
  /** A user with a password or a token in its place. */
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  /** An access token of GitHub, GitLab, Gitea or Bitbucket: sent as the password of a user that none of them looks at. */
  | { readonly kind: 'token'; readonly token: Secret }
  /** A token for the `Bearer` scheme, as Azure DevOps and proxies want it. */
  | { readonly kind: 'bearer'; readonly token: Secret }
  | ({ readonly kind: 'github-app' } & GitHubApp)
  /** An unencrypted private key in OpenSSH's or PEM format. The user is the address's. */
  | { readonly kind: 'ssh'; readonly privateKey: Secret; readonly hostKeys: HostKeys };

/** How TLS is checked. */
export interface GitTls {
  /** The CAs to trust instead of the system's, in PEM. */
  readonly ca?: string | undefined;
  /** Take any certificate: only where a person asks for it. */
  readonly insecure?: boolean | undefined;
}
