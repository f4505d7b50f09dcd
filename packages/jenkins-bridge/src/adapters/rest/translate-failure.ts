import { errorMessage } from '@towline/shared/errors';
import { type HttpError, isHttpError } from '@towline/shared/http';
import { JenkinsError, type JenkinsErrorCode } from '../../core/jenkins/jenkins-error.js';

/** The error of ours for what broke a request: who is to do what about it. What is given up by its caller keeps the caller's reason. */
export function translateFailure(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (!isHttpError(error)) return error;
  if (error.status !== undefined && error.code === 'http-status') return ofStatus(error, error.status);
  if (error.code === 'http-bad-body' || error.code === 'http-redirect-refused') {
    return said('jenkins-bad-answer', error, {
      hint: 'Check that the address is that of Jenkins itself, with its path, and that no sign-in page stands before it.',
    });
  }
  return said('jenkins-unreachable', error, { hint: error.hint ?? 'Check the address, and whether Jenkins runs.' });
}

function ofStatus(error: HttpError, status: number): JenkinsError {
  switch (status) {
    case 400:
      return said('jenkins-refused', error, { words: xError(error) });
    case 401:
      return said('jenkins-unauthenticated', error, {
        hint: 'Make an API token on the page of the user (Security) and use it instead of the password.',
      });
    case 403:
      return forbidden(error);
    case 404:
      return said('jenkins-not-found', error, {
        hint: 'Check the name, its folders included. A user without the permission Item/Read gets the same answer.',
      });
    case 409:
      return said('jenkins-not-buildable', error, { hint: 'Enable the job in Jenkins.' });
    case 503:
      return said('jenkins-starting', error, { hint: 'Wait until Jenkins is ready.' });
    case 502:
    case 504:
      return said('jenkins-unreachable', error, { hint: 'The proxy before Jenkins does not reach it.' });
    default:
      return said(status >= 500 ? 'jenkins-broken' : 'jenkins-refused', error, {
        words: firstLine(error.bodyText),
        hint: 'The log of Jenkins says why. A plugin that is missing does this.',
      });
  }
}

function forbidden(error: HttpError): JenkinsError {
  const user = error.headers['x-you-are-authenticated-as'];
  const permission = error.headers['x-required-permission'];
  if (permission !== undefined) {
    return said('jenkins-forbidden', error, {
      words: `${user ?? 'the user'} has not the permission ${permission}`,
      hint: 'An administrator can grant it.',
    });
  }
  if (isCrumbMissing(error)) return said('jenkins-forbidden', error, { words: 'the crumb was not taken' });
  if (error.bodyText.includes('/login')) {
    return said('jenkins-unauthenticated', error, { words: 'nobody is signed in', hint: 'Say who asks: --auth.' });
  }
  return said('jenkins-forbidden', error, { words: firstLine(error.bodyText) });
}

/** Whether Jenkins refused a request for its crumb alone: after a restart, the session that it belongs to is gone. */
export function isCrumbMissing(error: unknown): boolean {
  return isHttpError(error) && error.status === 403 && error.bodyText.includes('No valid crumb');
}

interface Words {
  readonly words?: string | undefined;
  readonly hint?: string | undefined;
}

function said(code: JenkinsErrorCode, error: HttpError, { words, hint }: Words): JenkinsError {
  const message = words === undefined || words === '' ? error.message : `${error.message}: ${words}`;
  return new JenkinsError(code, message, { hint, cause: error });
}

/** Jenkins' own sentence; newer ones encode what is not ASCII. */
function xError({ headers, bodyText }: HttpError): string {
  const text = headers['x-error'];
  if (text === undefined) return firstLine(bodyText);
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return errorMessage(error) === '' ? '' : text;
  }
}

/** The words of a page without its tags, and not many of them. */
function firstLine(html: string): string {
  const text = html
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return text.trim().slice(0, 200);
}
