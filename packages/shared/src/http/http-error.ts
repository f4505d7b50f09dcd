import { CodedError, type CodedErrorOptions, isCodedError } from '../errors/index.js';

/** What can go wrong with a request: the codes of {@link HttpError}, for the reference page. */
export const httpErrorCodes = {
  'http-status': 'The server answered with a status that is not a success: read its body for why.',
  'http-network':
    'The server was not reached, or the connection broke: check the address, name resolution, proxy and firewall.',
  'http-tls':
    'The server’s certificate is not trusted or does not fit its name: pass the CA that issued it, or correct the address.',
  'http-timeout': 'The server did not answer in time: look at its load, or raise the time limit.',
  'http-aborted': 'The request was given up by its caller: nothing is wrong with the server.',
  'http-body-too-large':
    'The answer is larger than its limit, which counts bytes after decompression: raise the limit if the size is right.',
  'http-bad-body': 'The answer is not what it says it is: damaged compression, or text that is not JSON.',
  'http-redirect-refused':
    'A redirect was not followed: too many of them, a step from https to http, or a body that would go to another server.',
  'http-bad-request':
    'The request cannot be sent as it is: an address that is not http or https, or one with credentials in it.',
} as const;

/** One of {@link httpErrorCodes}. */
export type HttpErrorCode = keyof typeof httpErrorCodes;

/** What is known of a failed exchange. */
export interface HttpErrorDetails extends CodedErrorOptions {
  readonly method: string;
  /** Redacted already. */
  readonly url: string;
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly bodyText?: string | undefined;
  readonly networkCode?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** A request that got no answer, or not the one it needed. */
export class HttpError extends CodedError<HttpErrorCode> {
  readonly method: string;
  /** Without userinfo, and without the values of query parameters that may be secrets. */
  readonly url: string;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  /** As in `HttpResponse`, without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the answer's body, at most 8 KiB of it: the server's own code and words, for the caller to read. */
  readonly bodyText: string;
  /** Node's code of what went wrong below HTTP, such as `ECONNREFUSED`. */
  readonly networkCode: string | undefined;
  /** How long the server asked to be left alone, where it did. */
  readonly retryAfterMs: number | undefined;

  constructor(code: HttpErrorCode, message: string, details: HttpErrorDetails) {
    super(code, message, details);
    this.method = details.method;
    this.url = details.url;
    this.status = details.status;
    this.headers = details.headers ?? {};
    this.bodyText = details.bodyText ?? '';
    this.networkCode = details.networkCode;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Whether a caught value is an {@link HttpError}. */
export function isHttpError(error: unknown): error is HttpError {
  return isCodedError(error) && error.code in httpErrorCodes;
}
