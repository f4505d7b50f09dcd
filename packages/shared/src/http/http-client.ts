import { errorMessage } from '../errors/index.js';
import {
  type Clock,
  type HttpBodies,
  type HttpBodyKind,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Logger,
  silentLogger,
} from '../ports/index.js';
import { systemClock } from '../process/index.js';
import { type AgentPool, type ConnectionOptions, createAgentPool } from './agents.js';
import { readBeginning } from './body.js';
import { type ExchangeContext, exchange, type OpenAnswer } from './exchange.js';
import { failure, translateFailure } from './failure.js';
import { type HttpError, type HttpErrorCode, isHttpError } from './http-error.js';
import { redactUrl } from './redact-url.js';
import { delayBeforeRetry, type RetryPolicy } from './retry.js';
import { createTransport } from './transport.js';

/** One try of a request, for metrics. */
export interface HttpAttempt {
  readonly method: string;
  /** Redacted. */
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  /** Undefined where the answer was accepted. */
  readonly failure: HttpErrorCode | undefined;
  /** Until the body was read (of a stream: until its headers), or the failure. */
  readonly durationMs: number;
}

/** What the client works with. */
export interface HttpClientDependencies {
  readonly clock?: Clock | undefined;
  readonly log?: Logger | undefined;
  readonly onAttempt?: ((attempt: HttpAttempt) => void) | undefined;
  readonly random?: (() => number) | undefined;
  /** Connections to share with others; made of the options where absent. */
  readonly agents?: AgentPool | undefined;
}

/** Limits of every request that does not bring its own, and how connections are made. */
export interface HttpClientOptions extends ConnectionOptions {
  /** Default 30,000. Of a stream: until its headers, and then between its chunks. */
  readonly timeoutMs?: number | undefined;
  /** Default 32 MiB; a stream has no limit but its request's own. */
  readonly maxBytes?: number | undefined;
  /** Repetitions after the first try. Default 3. */
  readonly retries?: number | undefined;
  /** Default 60,000. */
  readonly maxRetryAfterMs?: number | undefined;
  readonly userAgent?: string | undefined;
}

/** The {@link HttpClient} of all our adapters. It throws nothing but {@link HttpError}. */
export function createHttpClient(
  dependencies: HttpClientDependencies = {},
  options: HttpClientOptions = {},
): HttpClient {
  const clock = dependencies.clock ?? systemClock;
  const context: ExchangeContext = {
    transport: createTransport(dependencies.agents ?? createAgentPool(options)),
    clock,
    userAgent: options.userAgent ?? 'towline',
    timeoutMs: options.timeoutMs ?? 30_000,
    maxBytes: options.maxBytes ?? 32 * 1024 * 1024,
  };
  const policy: RetryPolicy = {
    retries: options.retries ?? 3,
    maxRetryAfterMs: options.maxRetryAfterMs ?? 60_000,
    random: dependencies.random ?? Math.random,
  };
  const tell = createTeller(dependencies, clock);
  return {
    async request(request) {
      for (let attempt = 1; ; attempt += 1) {
        const started = clock.now();
        const outcome = await tryOnce(request, context);
        tell(request, { attempt, started, outcome });
        if (outcome.kind === 'answer') return outcome.response;
        const delay = delayBeforeRetry(outcome.error, { request, attempt }, policy);
        if (delay === undefined) throw outcome.error;
        await pause(clock, delay, request);
      }
    },
  };
}

type Outcome<Kind extends HttpBodyKind> =
  | { readonly kind: 'answer'; readonly response: HttpResponse<HttpBodies[Kind]> }
  | { readonly kind: 'failure'; readonly error: HttpError };

async function tryOnce<Kind extends HttpBodyKind>(
  request: HttpRequest<Kind>,
  context: ExchangeContext,
): Promise<Outcome<Kind>> {
  try {
    const answer = await exchange(request, context);
    const { status, headers, url } = answer;
    return { kind: 'answer', response: { status, headers, url, body: await readers[request.expect](answer) } };
  } catch (error) {
    if (isHttpError(error)) return { kind: 'failure', error };
    throw error;
  }
}

const unwantedBytes = 64 * 1024;

const readers: { readonly [Kind in HttpBodyKind]: (answer: OpenAnswer) => Promise<HttpBodies[Kind]> } = {
  stream: async (answer) => answer.open(),
  bytes: (answer) => answer.bytes(),
  text: async (answer) => decode(await answer.bytes()),
  json: readJson,
  none: async (answer) => {
    await readBeginning(answer.open(), unwantedBytes);
    return undefined;
  },
};

async function readJson(answer: OpenAnswer): Promise<unknown> {
  const text = decode(await answer.bytes());
  if (text.trim() === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    // An accepted 404 may be a proxy's page; its status is what the caller asked for.
    if (answer.status >= 300) return undefined;
    throw failure('http-bad-body', answer.subject, {
      what: `answered with something that is not JSON: ${errorMessage(error)}`,
      status: answer.status,
      bodyText: text.slice(0, 1_000),
    });
  }
}

/** UTF-8, without a byte order mark. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

async function pause(clock: Clock, delay: number, request: HttpRequest): Promise<void> {
  try {
    await clock.sleep(delay, request.signal);
  } catch (error) {
    const subject = { method: request.method ?? 'GET', url: request.url };
    throw translateFailure(error, subject, { caller: request.signal, timedOut: false });
  }
}

function createTeller(
  { log = silentLogger, onAttempt }: HttpClientDependencies,
  clock: Clock,
): (
  request: HttpRequest,
  done: { readonly attempt: number; readonly started: number; readonly outcome: Outcome<HttpBodyKind> },
) => void {
  return (request, { attempt, started, outcome }) => {
    const told: HttpAttempt = {
      method: request.method ?? 'GET',
      url: redactUrl(request.url),
      attempt,
      status: outcome.kind === 'answer' ? outcome.response.status : outcome.error.status,
      failure: outcome.kind === 'answer' ? undefined : outcome.error.code,
      durationMs: clock.now() - started,
    };
    log.debug({ ...told }, 'HTTP request');
    onAttempt?.(told);
  };
}
