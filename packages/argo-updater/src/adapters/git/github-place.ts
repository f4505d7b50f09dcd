import { type GitCredentials, parseGitUrl } from '@towline/shared/git';
import { RepositoryError } from './repository-error.js';

/** A repository as GitHub's API names it. */
export interface GitHubPlace {
  readonly owner: string;
  readonly repository: string;
  /** Undefined for github.com. */
  readonly apiUrl: string | undefined;
}

/** A project of a Git host: `https://host:port/group/name.git` is `group/name` of `host:port`. */
export function projectOf(repository: string): { readonly host: string; readonly project: string } {
  const { protocol, host, port, path } = parseGitUrl(repository);
  const project = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  // The port of an SSH address is not that of the API.
  return { host: protocol === 'https' && port !== undefined ? `${host}:${port}` : host, project };
}

/** Where GitHub's API has a repository: on github.com, or where the App says, or on its own server. */
export function gitHubPlace(address: string, credentials: GitCredentials): GitHubPlace {
  const { host, project } = projectOf(address);
  const [owner, repository, more] = project.split('/');
  if (!owner || !repository || more !== undefined) {
    const message = `${parseGitUrl(address).address} is no repository of GitHub: ${project} is no owner and name`;
    throw new RepositoryError('repository-github', message);
  }
  const own = credentials.kind === 'github-app' ? credentials.apiUrl : undefined;
  return { owner, repository, apiUrl: own ?? (host === 'github.com' ? undefined : `https://${host}/api/v3`) };
}
