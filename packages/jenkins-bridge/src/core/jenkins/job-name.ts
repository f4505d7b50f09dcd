import { JenkinsError } from './jenkins-error.js';

/**
 * The segments of a job's full name, as Jenkins writes it: folders before slashes. The job of a branch is named as Jenkins names it,
 * with what is special encoded: `team/app/feature%2Flogin`. Throws `jenkins-bad-address`.
 */
export function jobSegments(fullName: string): readonly string[] {
  const segments = fullName.replace(/^\/|\/$/g, '').split('/');
  const bad = segments.find((one) => one === '' || one === '.' || one === '..' || /[?*\\<>|"\p{Cc}]/u.test(one));
  if (bad === undefined) return segments;
  throw new JenkinsError('jenkins-bad-address', `${JSON.stringify(fullName)} is not the full name of a job`, {
    hint: 'Write folders and the job with single slashes: team/app. A branch with a slash: team/app/feature%2Flogin.',
  });
}

/** The path of a job below the address of Jenkins: each segment is encoded once more, so that `%2F` becomes `%252F`. */
export function jobPath(fullName: string): string {
  return jobSegments(fullName)
    .map((segment) => `/job/${encodeURIComponent(segment)}`)
    .join('');
}

/** The folder of a job; undefined where it is in none. */
export function folderOf(fullName: string): string | undefined {
  const folder = jobSegments(fullName).slice(0, -1).join('/');
  return folder === '' ? undefined : folder;
}
