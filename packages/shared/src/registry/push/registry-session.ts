import type { Clock, HttpBodies, HttpClient, HttpResponse } from '../../ports/index.js';
import { trimEndOf } from '../../text/index.js';
import type { CredentialProvider } from '../credentials/credential.js';
import { refusalError, translateHttpError } from '../http-failure.js';
import type { Ask } from '../image-source.js';
import type { Limiter } from '../limiter.js';
import { type Authorization, createAuthenticator } from '../oci/authenticator.js';
import { createBearerTokens } from '../oci/bearer-tokens.js';

/** How an answer is delivered. */
type Delivery = 'bytes' | 'stream';

/** One request of a {@link RegistrySession}. */
export interface SessionRequest<Kind extends Delivery = Delivery> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute. One on another origin gets no credentials. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whole, so that it can be sent again. */
  readonly body?: Uint8Array | undefined;
  readonly expect: Kind;
  /** Statuses that are answers, besides 2xx. */
  readonly accept?: readonly number[] | undefined;
  /** See `HttpRequest`. */
  readonly idempotent?: boolean | undefined;
}

/** Speaks with one registry under the rights that were asked for: authorised, limited, and with errors in our words. */
export interface RegistrySession {
  /** `https://host/v2/`, to build addresses on. */
  readonly base: string;
  request<Kind extends Delivery>(ask: Ask, request: SessionRequest<Kind>): Promise<HttpResponse<HttpBodies[Kind]>>;
}

/** What {@link createRegistrySession} works with. */
export interface RegistrySessionOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly credentials: CredentialProvider;
  readonly limiter: Limiter;
  /** Scheme, host and port, perhaps a path before `/v2/`. */
  readonly url: string;
  readonly use: 'pull' | 'push';
}

const judgedHere = [400, 401, 403, 404, 405];
const maxBytes = 8 * 1024 * 1024;
/** A chunk takes its time on a slow line, and a registry takes its own to put a large blob together. */
const writeTimeoutMs = 600_000;

/** A session with the registry at `url`. */
export function createRegistrySession(options: RegistrySessionOptions): RegistrySession {
  const { http, clock, limiter, credentials } = options;
  const base = `${trimEndOf(options.url, '/')}/v2/`;
  const { origin } = new URL(base);
  let challenge: string | undefined;
  const ping = async () => {
    const answer = await send({ method: 'GET', url: base, expect: 'bytes' }, undefined, undefined);
    challenge = answer.status === 401 ? answer.headers['www-authenticate'] : undefined;
    return challenge;
  };
  const tokens = createBearerTokens({ http, clock, registryUrl: base });
  const auth = createAuthenticator({ ping, clock, tokens, credentials });
  const widened = new Set<string>();

  async function send<Kind extends Delivery>(
    request: SessionRequest<Kind>,
    authorization: Authorization | undefined,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse<HttpBodies[Kind]>> {
    const headers = { ...request.headers, ...(authorization && { authorization: authorization.header.reveal() }) };
    const accept = [...judgedHere, ...(request.accept ?? [])];
    const bound = {
      ...(request.expect === 'bytes' && { maxBytes }),
      ...(request.body !== undefined && { timeoutMs: writeTimeoutMs }),
    };
    try {
      return await limiter.run(() => http.request({ ...request, ...bound, headers, accept, signal }), signal);
    } catch (error) {
      throw translateHttpError(error, request, signal);
    }
  }

  /** A token server gives the rights that a request names: those to push are asked for at once, not after a refusal. */
  const authorize = async (ask: Ask, refresh: boolean): Promise<Authorization | undefined> => {
    const { path } = ask.repository;
    const before = await auth.authorize(ask, { refresh });
    if (options.use === 'pull' || widened.has(path) || !/^bearer\s/i.test(challenge ?? '')) return before;
    widened.add(path);
    auth.learn(ask, `${challenge},scope="repository:${path}:pull,push"`);
    return auth.authorize(ask, { refresh });
  };

  return {
    base,
    async request(ask, request) {
      const { signal } = ask;
      const ours = new URL(request.url).origin === origin;
      const authorization = ours ? await authorize(ask, false) : undefined;
      let answer = await send(request, authorization, signal);
      if (ours && (answer.status === 401 || answer.status === 403)) {
        authorization?.forget();
        const asked = answer.status === 401 && auth.learn(ask, answer.headers['www-authenticate']);
        if (authorization !== undefined || asked) {
          await discard(answer.body);
          const fresh = await auth.authorize(ask, { refresh: authorization !== undefined });
          if (fresh !== undefined) answer = await send(request, fresh, signal);
        }
      }
      if (answer.status < 300 || request.accept?.includes(answer.status)) return answer;
      throw refusalError({ ...request, status: answer.status, body: await textOf(answer.body) });
    },
  };
}

async function discard(body: Uint8Array | NodeJS.ReadableStream): Promise<void> {
  if (!ArrayBuffer.isView(body)) await textOf(body);
}

async function textOf(body: Uint8Array | NodeJS.ReadableStream): Promise<string> {
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size <= maxBytes) pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString();
}
