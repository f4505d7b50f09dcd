import { JenkinsError } from '../../core/jenkins/jenkins-error.js';

/** The address of a Jenkins without a slash at its end. Throws `jenkins-bad-address` where it is none of HTTP. */
export function checkAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.search !== '') {
    throw new JenkinsError(
      'jenkins-bad-address',
      'The address of Jenkins is not an http or https URL without user and query',
      {
        hint: 'Write it as https://jenkins.example.com or https://example.com/jenkins.',
      },
    );
  }
  return parsed.href.replace(/\/+$/, '');
}
