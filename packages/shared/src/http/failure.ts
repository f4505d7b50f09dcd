import { errorCode, errorMessage } from '../errors/index.js';
import { HttpError, type HttpErrorCode, type HttpErrorDetails, isHttpError } from './http-error.js';
import { redactUrl } from './redact-url.js';

/** What a request is called in an error. */
export interface Subject {
  readonly method: string;
  readonly url: string;
}

/** What happened to a request. */
export interface Happening extends Omit<HttpErrorDetails, 'method' | 'url'> {
  /** Behind the name of the request: `was not answered in time`. */
  readonly what: string;
}

/** An {@link HttpError} that says `<method> <url> <what>`. */
export function failure(code: HttpErrorCode, subject: Subject, { what, ...details }: Happening): HttpError {
  const url = redactUrl(subject.url);
  return new HttpError(code, `${subject.method} ${url} ${what}`, { ...details, method: subject.method, url });
}

/** Who ended an exchange that broke, if anyone did. */
export interface Ending {
  readonly caller: AbortSignal | undefined;
  readonly timedOut: boolean;
}

const certificateProblem = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|HOSTNAME_MISMATCH)/;
const compressionProblem = /^(Z_|ERR_BROTLI|ERR__ERROR_)/;

/** Names what broke an exchange. The library's own error holds the request's headers and is therefore not kept, its cause is. */
export function translateFailure(error: unknown, subject: Subject, ending: Ending): HttpError {
  if (isHttpError(error)) return error;
  if (ending.caller?.aborted) {
    return failure('http-aborted', subject, { what: 'was given up by its caller', cause: ending.caller.reason });
  }
  if (ending.timedOut) return failure('http-timeout', subject, { what: 'was not answered in time' });
  const networkCode = errorCode(error);
  const details = { networkCode, cause: causeOf(error) };
  if (networkCode !== undefined && certificateProblem.test(networkCode)) {
    return failure('http-tls', subject, {
      what: `does not speak TLS that we trust: ${errorMessage(error)}`,
      ...details,
      hint: 'Pass the CA that issued the certificate, or correct the host name.',
    });
  }
  if (networkCode !== undefined && compressionProblem.test(networkCode)) {
    return failure('http-bad-body', subject, {
      what: `answered with damaged compression: ${errorMessage(error)}`,
      ...details,
    });
  }
  return failure('http-network', subject, { what: `was not answered: ${describe(error, networkCode)}`, ...details });
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
}

/** Some of Node's network errors have a code and no message. */
function describe(error: unknown, code: string | undefined): string {
  const message = errorMessage(error);
  return message === '' ? (code ?? 'no reason given') : message;
}
