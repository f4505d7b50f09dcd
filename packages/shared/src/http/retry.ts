import type { HttpRequest } from '../ports/index.js';
import { isStream } from './encode-body.js';
import type { HttpError } from './http-error.js';

/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
  /** Repetitions after the first try. */
  readonly retries: number;
  /** A server that asks to be left alone for longer than this gets no repetition: the caller hears of it at once. */
  readonly maxRetryAfterMs: number;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

const firstDelayMs = 250;
const longestDelayMs = 10_000;
const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);
/** The server says that it did nothing: safe for every method. */
const refusedUnread = new Set([429, 503]);
const passingNetworkCodes = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

/** How long to wait before try number `attempt` (from 1) of a request is repeated; undefined where it is not. */
export function delayBeforeRetry(
  error: HttpError,
  { request, attempt }: { readonly request: HttpRequest; readonly attempt: number },
  policy: RetryPolicy,
): number | undefined {
  if (attempt > policy.retries || isStream(request.body) || !mayPass(error, request)) return undefined;
  const asked = error.retryAfterMs ?? 0;
  if (asked > policy.maxRetryAfterMs) return undefined;
  // Full jitter: those who failed together do not come back together.
  const jittered = policy.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return asked + jittered;
}

function mayPass(error: HttpError, request: HttpRequest): boolean {
  if (error.status !== undefined && refusedUnread.has(error.status)) return error.code === 'http-status';
  if (!(request.idempotent ?? isIdempotent(request.method ?? 'GET'))) return false;
  if (error.code === 'http-timeout') return true;
  if (error.code === 'http-network') return passingNetworkCodes.has(error.networkCode ?? '');
  return error.code === 'http-status' && passingStatuses.has(error.status ?? 0);
}

function isIdempotent(method: string): boolean {
  return method !== 'POST' && method !== 'PATCH';
}

/** `Retry-After` in milliseconds, be it seconds or a date; undefined where it says nothing we can read. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
