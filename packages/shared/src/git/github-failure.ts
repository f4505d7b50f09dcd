import { errorMessage } from '../errors/index.js';
import { GitError, type GitErrorCode } from './git-error.js';

/** The status that an error of the API carries; undefined where it is of another kind. */
export function failureStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** Turns what the API client throws into a `GitError`. */
export function translateGitHubFailure(error: unknown, what: string): GitError {
  const status = failureStatus(error);
  const message = errorMessage(error);
  return new GitError(codeOf(status, message), `GitHub did not ${what}: ${message}`, { cause: error });
}

function codeOf(status: number | undefined, message: string): GitErrorCode {
  if (status === 429 || /rate limit/i.test(message)) return 'git-rate-limited';
  if (status === 401 || status === 403) return 'git-authentication';
  if (status === 404) return 'git-repository-not-found';
  // The client reports a connection that failed as a status 500 of its own.
  if (status === undefined || status >= 500) return 'git-unreachable';
  return 'git-failed';
}
