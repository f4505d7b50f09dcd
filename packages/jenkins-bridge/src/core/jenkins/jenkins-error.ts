import { CodedError, isCodedError } from '@towline/shared/errors';

/** What can go wrong between us and Jenkins: the codes of {@link JenkinsError}. */
export const jenkinsErrorCodes = {
  'jenkins-unreachable': 'Jenkins does not answer: check the address, the proxy and whether it runs.',
  'jenkins-starting': 'Jenkins starts or restarts and answers nothing yet: wait until it is ready.',
  'jenkins-unauthenticated': 'Jenkins does not know the user or the token: make a new API token on the user’s page.',
  'jenkins-forbidden': 'The user may not do this: the message names the permission, where Jenkins tells it.',
  'jenkins-not-found':
    'There is no such thing, or the user may not see it: Jenkins hides what a user may not read behind the same answer.',
  'jenkins-not-buildable': 'The job is disabled or cannot be built: enable it in Jenkins.',
  'jenkins-refused': 'Jenkins refused the request: its own words are in the message.',
  'jenkins-broken': 'Jenkins failed on the request: its log has the stack. A plugin that is missing does this.',
  'jenkins-bad-answer': 'What answered is not Jenkins, or one that we do not understand: check the address.',
  'jenkins-bad-address': 'The address, the user or the job is not written as it must be.',
  'jenkins-host-key':
    'The SSH server is not the one that is known: add its key to the known hosts, or find out why it changed.',
  'jenkins-unsupported':
    'This way to Jenkins cannot do it: use the HTTP API instead of SSH, or install the plugin that is named.',
  'jenkins-parameters': 'The parameters do not fit the job: every mistake is listed. Nothing was sent.',
  'jenkins-cancelled': 'The build was taken out of the queue before it started.',
  'jenkins-lost': 'The build that was asked for cannot be found: its queue item is gone and no build names it.',
} as const;

/** One of {@link jenkinsErrorCodes}. */
export type JenkinsErrorCode = keyof typeof jenkinsErrorCodes;

/** Jenkins could not be asked, or said no. */
export class JenkinsError extends CodedError<JenkinsErrorCode> {}

/** Whether a caught value is a {@link JenkinsError}, and one of these where some are named. */
export function isJenkinsError(error: unknown, ...codes: readonly JenkinsErrorCode[]): error is JenkinsError {
  if (!isCodedError(error) || !Object.hasOwn(jenkinsErrorCodes, error.code)) return false;
  return codes.length === 0 || codes.some((code) => code === error.code);
}
