import type { Clock, HttpClient } from '../../ports/index.js';
import { Secret } from '../../secret/index.js';
import { basicAuthorization, type RegistryCredential } from '../credentials/credential.js';
import { createExpiringMemo, type Expiring } from '../expiring-memo.js';
import { parseJson } from '../format/parse-json.js';
import { tokenSchema } from '../format/schema.js';
import { translateHttpError } from '../http-failure.js';
import { RegistryError } from '../registry-error.js';
import type { Challenge } from './challenge.js';

/** What a token is for. */
export interface TokenRequest {
  readonly challenge: Challenge;
  readonly scope: string;
  /** Tells apart who asks, where one client asks for several. */
  readonly identity: string;
  /** Opened only where a token has to be fetched. */
  readonly credential: () => Promise<RegistryCredential>;
  readonly signal?: AbortSignal | undefined;
}

/** Bearer tokens, each fetched once for all who need it and used until shortly before it expires. */
export interface BearerTokens {
  get(request: TokenRequest): Promise<Secret>;
  /** Fetches anew next time: the registry refused this one. */
  forget(request: TokenRequest, token: Secret): void;
}

/** What {@link createBearerTokens} works with. */
export interface BearerTokenOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** The registry's address: a realm may be relative to it, and may not be less secure. */
  readonly registryUrl: string;
  readonly onFetch?: (() => void) | undefined;
}

/** What the distribution specification says of a token without `expires_in`. */
const defaultLifetimeSeconds = 60;
const longestMarginMs = 30_000;
const clientId = 'towline';

/** {@link BearerTokens} of one registry. */
export function createBearerTokens(options: BearerTokenOptions): BearerTokens {
  const tokens = createExpiringMemo<Secret>(options.clock);
  return {
    get: (request) => tokens.get(keyOf(request), () => fetchToken(options, request), { signal: request.signal }),
    forget: (request, token) => tokens.forget(keyOf(request), token),
  };
}

function keyOf({ challenge, scope, identity }: TokenRequest): string {
  return JSON.stringify([challenge.parameters.get('realm'), challenge.parameters.get('service'), scope, identity]);
}

async function fetchToken(options: BearerTokenOptions, request: TokenRequest): Promise<Expiring<Secret>> {
  const realm = checkRealm(options.registryUrl, request.challenge.parameters.get('realm'));
  const credential = await request.credential();
  if (credential.kind === 'bearer') return { value: credential.token, expiresAt: Number.POSITIVE_INFINITY };
  options.onFetch?.();
  const service = request.challenge.parameters.get('service');
  const { scope } = request;
  const body =
    credential.kind === 'identity-token'
      ? await postRefreshToken(options.http, { realm, service, scope }, credential.token)
      : await getToken(options.http, { realm, service, scope }, credential);
  const answer = parseJson(body, tokenSchema, `a token of ${realm.host}`);
  const token = answer.token ?? answer.access_token;
  if (token === undefined) {
    throw new RegistryError('registry-bad-response', `The token server ${realm.host} answered without a token`);
  }
  const lifetime = (answer.expires_in ?? defaultLifetimeSeconds) * 1000;
  // Our clock from the moment of the answer, not the server's `issued_at`: the two may differ.
  const expiresAt = options.clock.now() + lifetime - Math.min(longestMarginMs, lifetime / 4);
  return { value: new Secret(token), expiresAt };
}

/** Credentials go to the realm, which may be another host; never from https to http. */
function checkRealm(registryUrl: string, realm: string | undefined): URL {
  if (realm === undefined || !URL.canParse(realm, registryUrl)) {
    throw new RegistryError(
      'registry-bad-response',
      `${registryUrl} asks for a token and does not say where to get it`,
    );
  }
  const url = new URL(realm, registryUrl);
  if (url.protocol === 'https:' || url.protocol === new URL(registryUrl).protocol) return url;
  throw new RegistryError(
    'registry-bad-response',
    `${registryUrl} wants its tokens fetched without TLS, from ${url.host}`,
  );
}

/** Where a token is fetched, and for what. */
interface TokenSource {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scope: string;
}

async function getToken(http: HttpClient, source: TokenSource, credential: RegistryCredential) {
  const { realm, service, scope } = source;
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const one of scope.split(' ')) url.searchParams.append('scope', one);
  const headers: Record<string, string> =
    credential.kind === 'basic'
      ? { authorization: basicAuthorization(credential.username, credential.password).reveal() }
      : {};
  return send(http, { method: 'GET', url: url.href, headers });
}

/** The OAuth2 form of the token server, which alone takes a refresh token. */
async function postRefreshToken(http: HttpClient, { realm, service, scope }: TokenSource, token: Secret) {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    service: service ?? '',
    scope,
    refresh_token: token.reveal(),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return send(http, { method: 'POST', url: realm.href, headers, body: form.toString(), idempotent: true });
}

interface TokenHttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly idempotent?: boolean;
}

async function send(http: HttpClient, request: TokenHttpRequest): Promise<string> {
  try {
    const { body } = await http.request({ ...request, expect: 'text', maxBytes: 1024 * 1024 });
    return body;
  } catch (error) {
    throw translateHttpError(error, request, undefined);
  }
}
