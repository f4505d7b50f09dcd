import { createGitHubRepository, type GitCredentials, type GitHubCredentials, parseGitUrl } from '@towline/shared/git';
import { createFetch } from '@towline/shared/http';
import type { Clock, GitIdentity, HttpClient, PullRequests } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';
import { gitHubPlace, projectOf } from '../git/github-place.js';
import type { ManifestRepositories, RepositoryQuestion } from '../git/manifest-repositories.js';
import type { RepositoryAccess } from '../git/repository-access.js';
import { RepositoryError } from '../git/repository-error.js';
import { createGitLabApi } from './gitlab-api.js';
import { createGitLabMergeRequests } from './gitlab-merge-requests.js';
import { gitLabPlace } from './gitlab-place.js';

/** What of TLS a host has of its own. */
export interface HostTls {
  readonly ca?: readonly string[] | undefined;
  readonly insecureHosts?: readonly string[] | undefined;
}

/** What hosts are spoken to with. */
export interface PullRequestHostDependencies {
  /** A client with the TLS settings of a host. */
  readonly http: (tls: HostTls) => HttpClient;
  readonly clock: Clock;
  readonly repositories: Pick<ManifestRepositories, 'access'>;
  readonly identity: GitIdentity;
  /** Addresses of APIs instead of those that belong to the hosts of the repositories. */
  readonly apiUrls?: { readonly github?: string | undefined; readonly gitlab?: string | undefined } | undefined;
}

/** Opens the pull requests of the host of a repository, with the credentials that Git has for it. */
export interface PullRequestHosts {
  open(
    question: RepositoryQuestion & { readonly provider: 'github' | 'gitlab' },
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<PullRequests>;
}

/** {@link PullRequestHosts} of GitHub and GitLab, their own servers included. */
export function createPullRequestHosts(dependencies: PullRequestHostDependencies): PullRequestHosts {
  return {
    async open({ provider, ...question }, options) {
      const access = await dependencies.repositories.access(question, options);
      const place = { repository: question.repository, access };
      return provider === 'github' ? openGitHub(dependencies, place) : openGitLab(dependencies, place);
    },
  };
}

interface Place {
  readonly repository: string;
  readonly access: RepositoryAccess;
}

function openGitHub(dependencies: PullRequestHostDependencies, place: Place): PullRequests {
  const { clock, identity, apiUrls } = dependencies;
  const credentials = gitHubCredentials(place);
  const found = gitHubPlace(place.repository, credentials);
  const apiUrl = apiUrls?.github ?? found.apiUrl;
  const fetch = createFetch(dependencies.http(tlsOf(place)));
  return createGitHubRepository({ clock, fetch }, { ...found, credentials, identity, apiUrl });
}

function openGitLab(dependencies: PullRequestHostDependencies, place: Place): PullRequests {
  const { repository, access } = place;
  const { host, project } = gitLabPlace(repository);
  const token = tokenOf(access.credentials);
  if (token === undefined) throw refused(repository, 'its credentials hold no token');
  const http = dependencies.http(tlsOf(place));
  const apiUrl = dependencies.apiUrls?.gitlab ?? `https://${host}/api/v4`;
  return createGitLabMergeRequests(createGitLabApi(http, { apiUrl, project, token }), dependencies.clock);
}

function tlsOf({ repository, access: { tls: { ca, insecure } = {} } }: Place): HostTls {
  const { host } = projectOf(repository);
  return { ca: ca === undefined ? [] : [ca], insecureHosts: insecure ? [host] : [] };
}

function gitHubCredentials({ repository, access: { credentials } }: Place): GitHubCredentials {
  if (credentials.kind === 'github-app') return credentials;
  const token = tokenOf(credentials);
  if (token === undefined) throw refused(repository, 'its credentials hold neither a token nor a GitHub App');
  return { kind: 'token', token };
}

/** Hosts take a token in place of the password. */
function tokenOf(credentials: GitCredentials): Secret | undefined {
  switch (credentials.kind) {
    case 'token':
    case 'bearer':
      return credentials.token;
    case 'basic':
      return credentials.password;
    case 'none':
    case 'ssh':
    case 'github-app':
      return undefined;
  }
}

function refused(repository: string, why: string): RepositoryError {
  const { address } = parseGitUrl(repository);
  return new RepositoryError('repository-pull-requests', `Pull requests of ${address} cannot be had: ${why}`);
}
