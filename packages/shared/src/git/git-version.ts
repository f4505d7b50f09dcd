import { GitError } from './git-error.js';

/** The oldest git that has all that is used here. */
const oldest = [2, 36] as const;

/** Throws `git-too-old` unless `git version` printed at least 2.36. */
export function checkGitVersion(printed: string): void {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(printed) ?? [];
  const enough = Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1]);
  if (!enough) throw new GitError('git-too-old', `${printed.trim()} is older than 2.36`);
}
