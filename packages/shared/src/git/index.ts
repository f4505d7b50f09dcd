export { type CommitOrderOptions, openCommitOrder } from './commit-order.js';
export type { GitCredentials, GitHubApp, GitTls, HostKeys } from './credentials.js';
export { GitError, type GitErrorCode, gitErrorCodes } from './git-error.js';
export {
  defaultGitLimits,
  type GitDependencies,
  type GitLimits,
  type GitRepositoryOptions,
} from './git-options.js';
export { type GitProgramRepository, openGitRepository } from './git-repository.js';
export type { GitSigning, OpenPgpKey } from './git-signing.js';
export {
  type GitUrl,
  isHttpGitUrl,
  isHttpsGitUrl,
  normalizeGitUrl,
  parseGitUrl,
  sameGitRepository,
  sshUser,
} from './git-url.js';
export type { GitHubCredentials } from './github-api.js';
export {
  createGitHubRepository,
  type GitHubDependencies,
  type GitHubRepository,
  type GitHubRepositoryOptions,
} from './github-repository.js';
