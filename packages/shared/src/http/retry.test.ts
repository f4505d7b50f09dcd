import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '../ports/index.js';
import { failure } from './failure.js';
import { delayBeforeRetry, parseRetryAfter } from './retry.js';

const get: HttpRequest = { url: 'https://host/', expect: 'none' };
const post: HttpRequest = { ...get, method: 'POST' };
const subject = { method: 'GET', url: 'https://host/' };
const status = (code: number, retryAfterMs?: number) =>
  failure('http-status', subject, { what: '', status: code, retryAfterMs });
const network = (networkCode: string) => failure('http-network', subject, { what: '', networkCode });
const policy = { retries: 3, maxRetryAfterMs: 60_000, random: () => 0.5 };

describe('delayBeforeRetry', () => {
  it.each([
    ['a 503 of a GET', status(503), get, 125],
    ['a 500 of a GET', status(500), get, 125],
    ['a 404', status(404), get, undefined],
    ['a 501', status(501), get, undefined],
    ['a 429 of a POST', status(429), post, 125],
    ['a 502 of a POST', status(502), post, undefined],
    ['a 502 of a POST that says it is idempotent', status(502), { ...post, idempotent: true }, 125],
    ['a 502 of a GET that says it is not', status(502), { ...get, idempotent: false }, undefined],
    ['a 502 of a DELETE', status(502), { ...get, method: 'DELETE' as const }, 125],
    ['a 502 of a PATCH', status(502), { ...get, method: 'PATCH' as const }, undefined],
    ['a reset connection', network('ECONNRESET'), get, 125],
    ['a reset connection of a POST', network('ECONNRESET'), post, undefined],
    ['an unknown host', network('ENOTFOUND'), get, undefined],
    ['a time limit', failure('http-timeout', subject, { what: '' }), get, 125],
    ['an untrusted certificate', failure('http-tls', subject, { what: '' }), get, undefined],
    ['a body that was streamed', status(503), { ...get, method: 'PUT' as const, body: Readable.from([]) }, undefined],
    ['a server that asks for seconds', status(429, 7_000), get, 7_125],
    ['a server that asks for an hour', status(429, 3_600_000), get, undefined],
  ])('%s', (_what, error, request, expected) => {
    expect(delayBeforeRetry(error, { request, attempt: 1 }, policy)).toBe(expected);
  });

  it('doubles up to ten seconds, and ends after the last retry', () => {
    const patient = { ...policy, retries: 8 };
    const delays = [1, 2, 3, 7, 8, 9].map((attempt) =>
      delayBeforeRetry(status(503), { request: get, attempt }, patient),
    );
    expect(delays).toEqual([125, 250, 500, 5_000, 5_000, undefined]);
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads %s as %s ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
