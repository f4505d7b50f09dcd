import { STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import type { Clock, HttpRequest } from '../ports/index.js';
import { acceptedEncodings, decodedHeaders, openBody, readBeginning, readBody } from './body.js';
import { createDeadline, type Deadline } from './deadline.js';
import { encodeBody } from './encode-body.js';
import { failure, type Subject, translateFailure } from './failure.js';
import type { HttpError } from './http-error.js';
import { isRedirect, redirected } from './redirect.js';
import { parseRetryAfter } from './retry.js';
import type { Answer, Hop, Transport } from './transport.js';

/** What one try of a request needs. */
export interface ExchangeContext {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** An accepted answer whose body is still to be read. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  /** The body as a stream. Either this or `bytes` is called, once. */
  open(): Readable;
  /** The whole body. */
  bytes(): Promise<Buffer>;
  readonly subject: Subject;
}

const errorBodyBytes = 8 * 1024;
const redirectBodyBytes = 64 * 1024;

/** One try: sends the request, follows its redirects and judges the status. Throws an {@link HttpError} for everything but an answer. */
export async function exchange(request: HttpRequest, context: ExchangeContext): Promise<OpenAnswer> {
  const first = firstHop(request, context);
  const subject = { method: first.method, url: first.url.href };
  await context.transport.ready();
  const deadline = createDeadline(request.timeoutMs ?? context.timeoutMs, request.signal);
  const translate = (error: unknown): HttpError =>
    translateFailure(error, subject, { caller: request.signal, timedOut: deadline.timedOut() });
  try {
    const { hop, answer } = await follow(first, request, { transport: context.transport, signal: deadline.signal });
    const opening = { request, context, subject, deadline, translate };
    if (isAccepted(answer.status, request)) {
      return {
        status: answer.status,
        headers: decodedHeaders(answer),
        url: hop.url.href,
        open: () => open(answer, opening),
        bytes: () => readWhole(answer, opening),
        subject,
      };
    }
    const body = open(answer, opening);
    throw await statusFailure(answer, { body, subject, now: context.clock.now(), signal: deadline.signal });
  } catch (error) {
    deadline.release();
    throw translate(error);
  }
}

function firstHop(request: HttpRequest, context: ExchangeContext): Hop {
  const method = request.method ?? 'GET';
  const subject = { method, url: request.url };
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw failure('http-bad-request', subject, { what: 'cannot be sent: the address is not an http or https URL' });
  }
  if (url.username !== '' || url.password !== '') {
    throw failure('http-bad-request', subject, {
      what: 'cannot be sent: credentials belong in a header, not in the address',
    });
  }
  url.hash = '';
  const { body, contentType } = encodeBody(request.body);
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers = {
    accept: '*/*',
    'accept-encoding': acceptedEncodings,
    'user-agent': context.userAgent,
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...Object.fromEntries(given),
  };
  return { method, url, headers, body };
}

async function follow(
  first: Hop,
  request: HttpRequest,
  wire: { readonly transport: Transport; readonly signal: AbortSignal },
): Promise<{ hop: Hop; answer: Answer }> {
  const limit = request.maxRedirects ?? 5;
  let hop = first;
  for (let followed = 0; ; followed += 1) {
    const answer = await wire.transport.send(hop, wire.signal);
    if (!isRedirect(answer) || limit === 0) return { hop, answer };
    if (followed === limit) {
      answer.stream.destroy();
      throw failure(
        'http-redirect-refused',
        { method: first.method, url: first.url.href },
        { what: `was redirected more than ${limit} times` },
      );
    }
    await readBeginning(answer.stream, redirectBodyBytes);
    hop = redirected(hop, answer);
  }
}

interface Opening {
  readonly request: HttpRequest;
  readonly context: ExchangeContext;
  readonly subject: Subject;
  readonly deadline: Deadline;
  readonly translate: (error: unknown) => HttpError;
}

function open(answer: Answer, opening: Opening): Readable {
  const { request, context, deadline } = opening;
  const streamed = request.expect === 'stream' && isAccepted(answer.status, request);
  const body = openBody(answer, {
    ...boundsOf(answer, opening, streamed ? Number.POSITIVE_INFINITY : context.maxBytes),
    // What a reader does with a stream may take hours; that nothing comes may not.
    ...(streamed ? { idle: { milliseconds: request.timeoutMs ?? context.timeoutMs, expire: deadline.expire } } : {}),
  });
  if (streamed) deadline.stopTimer();
  return body.once('close', deadline.release);
}

async function readWhole(answer: Answer, opening: Opening): Promise<Buffer> {
  try {
    return await readBody(answer, boundsOf(answer, opening, opening.context.maxBytes));
  } finally {
    opening.deadline.release();
  }
}

function boundsOf(answer: Answer, { request, subject, translate }: Opening, otherwise: number) {
  const maxBytes = request.maxBytes ?? otherwise;
  const what = `answered with more than ${maxBytes} bytes`;
  const tooLarge = () => failure('http-body-too-large', subject, { what, status: answer.status });
  return { maxBytes, tooLarge, translate };
}

function isAccepted(status: number, request: HttpRequest): boolean {
  return (status >= 200 && status < 300) || (request.accept?.includes(status) ?? false);
}

async function statusFailure(
  answer: Answer,
  known: { readonly body: Readable; readonly subject: Subject; readonly now: number; readonly signal: AbortSignal },
): Promise<HttpError> {
  const beginning = await readBeginning(known.body, errorBodyBytes).catch((error: unknown) => {
    if (known.signal.aborted) throw error;
    // The status is known, and says more than the loss of its explanation.
    return Buffer.alloc(0);
  });
  const { 'set-cookie': _cookies, ...headers } = answer.headers;
  const phrase = STATUS_CODES[answer.status];
  return failure('http-status', known.subject, {
    what: `answered ${answer.status}${phrase === undefined ? '' : ` ${phrase}`}`,
    status: answer.status,
    headers,
    bodyText: beginning.toString('utf8'),
    retryAfterMs: parseRetryAfter(headers['retry-after'], known.now),
  });
}
