import { GitError } from './git-error.js';

/** What `git check-ref-format` refuses. */
const forbidden = /[\p{Cc}\s~^:?*[\\]|\.\.|@\{|\/\/|\/\.|^[./-]|[./]$|\.lock(?:\/|$)/u;

/** The name of a branch as `git check-ref-format --branch` has it. Throws `git-branch-name` for all else, options included. */
export function checkBranchName(name: string): string {
  if (name === '' || name === '@' || name === 'HEAD' || forbidden.test(name)) {
    throw new GitError('git-branch-name', `${JSON.stringify(name)} cannot be the name of a branch`);
  }
  return name;
}
