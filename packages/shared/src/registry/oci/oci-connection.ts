import type { Clock, HttpClient, HttpResponse, Logger } from '../../ports/index.js';
import { trimEndOf } from '../../text/index.js';
import type { CredentialProvider } from '../credentials/credential.js';
import { refusalError, translateHttpError } from '../http-failure.js';
import type { Ask } from '../image-source.js';
import type { Limiter } from '../limiter.js';
import type { OnRegistryRequest, RegistryRequestKind } from '../request-kind.js';
import { type Authorization, createAuthenticator } from './authenticator.js';
import { createBearerTokens } from './bearer-tokens.js';
import { createPullAllowance, type OnRegistryAllowance } from './pull-allowance.js';

/** One request to the distribution API. */
export interface OciRequest {
  readonly kind: RegistryRequestKind;
  readonly method: 'GET' | 'HEAD';
  /** Absolute, on the registry's own origin. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly maxBytes: number;
  /** Statuses that are answers, besides 2xx. */
  readonly accept?: readonly number[] | undefined;
}

/** Speaks with one registry: authorised, limited, counted, and with errors in our words. */
export interface OciConnection {
  /** `https://host/v2/`, to build addresses on. */
  readonly base: string;
  request(ask: Ask, request: OciRequest): Promise<HttpResponse<Uint8Array>>;
}

/** What {@link createOciConnection} works with. */
export interface OciConnectionOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly credentials: CredentialProvider;
  readonly limiter: Limiter;
  readonly onRequest?: OnRegistryRequest | undefined;
  readonly onAllowance?: OnRegistryAllowance | undefined;
  /** Name for messages and counters. */
  readonly registry: string;
  /** Scheme, host and port, perhaps a path before `/v2/`. */
  readonly url: string;
}

/** What a registry may say to a request that came without the right credentials, or to one for nothing. */
const judgedHere = [400, 401, 403, 404, 405, 406];
const pingBytes = 64 * 1024;

/** A request that was answered 401 or 403. */
interface Refused {
  readonly ask: Ask;
  readonly request: OciRequest;
  readonly used: Authorization | undefined;
  readonly refused: HttpResponse<Uint8Array>;
}

/** A connection to the registry at `url`. */
export function createOciConnection(options: OciConnectionOptions): OciConnection {
  const { http, clock, log, limiter, registry } = options;
  const base = `${trimEndOf(options.url, '/')}/v2/`;
  const count = (kind: RegistryRequestKind) => options.onRequest?.({ registry, kind });
  const allowance = createPullAllowance({ registry, clock, log, onAllowance: options.onAllowance });

  const send = async (request: OciRequest, authorization: Authorization | undefined, signal?: AbortSignal) => {
    const headers = { ...request.headers, ...(authorization && { authorization: authorization.header.reveal() }) };
    try {
      return await limiter.run(async () => {
        count(request.kind);
        const { method, url, maxBytes } = request;
        const accept = [...judgedHere, ...(request.accept ?? [])];
        return http.request({ method, url, headers, expect: 'bytes', maxBytes, accept, ...(signal && { signal }) });
      }, signal);
    } catch (error) {
      throw translateHttpError(error, request, signal);
    }
  };

  const ping = async () => {
    const answer = await send({ kind: 'ping', method: 'GET', url: base, maxBytes: pingBytes }, undefined);
    return answer.status === 401 ? answer.headers['www-authenticate'] : undefined;
  };
  const tokens = createBearerTokens({ http, clock, registryUrl: base, onFetch: () => count('token') });
  const auth = createAuthenticator({ ping, clock, tokens, credentials: options.credentials });

  /** Once more with what the registry said just now, and with fresh credentials; undefined where that would change nothing. */
  const retry = async ({ ask, request, used, refused }: Refused) => {
    used?.forget();
    const asked = refused.status === 401 && auth.learn(ask, refused.headers['www-authenticate']);
    if (used === undefined && !asked) return undefined;
    const authorization = await auth.authorize(ask, { refresh: used !== undefined });
    return authorization && send(request, authorization, ask.signal);
  };

  return {
    base,
    async request(ask, request) {
      const authorization = await auth.authorize(ask, { refresh: false });
      let answer = await send(request, authorization, ask.signal);
      if (answer.status === 401 || answer.status === 403) {
        answer = (await retry({ ask, request, used: authorization, refused: answer })) ?? answer;
      }
      allowance.read(answer.headers);
      if (answer.status < 300 || request.accept?.includes(answer.status)) return answer;
      throw refusalError({ ...request, status: answer.status, body: new TextDecoder().decode(answer.body) });
    },
  };
}
