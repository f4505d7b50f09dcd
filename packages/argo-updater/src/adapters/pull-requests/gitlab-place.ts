import { parseGitUrl } from '@towline/shared/git';
import { projectOf } from '../git/github-place.js';
import { RepositoryError } from '../git/repository-error.js';

/** Where GitLab's API has a project. Every project there is in a group, or belongs to a user. */
export function gitLabPlace(repository: string): { readonly host: string; readonly project: string } {
  const place = projectOf(repository);
  if (place.project.includes('/')) return place;
  const message = `${parseGitUrl(repository).address} is no project of GitLab: it names no group and project`;
  throw new RepositoryError('repository-pull-requests', message);
}
