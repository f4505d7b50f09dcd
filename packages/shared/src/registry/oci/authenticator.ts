import type { Clock } from '../../ports/index.js';
import type { Secret } from '../../secret/index.js';
import { basicAuthorization, type CredentialProvider } from '../credentials/credential.js';
import { createExpiringMemo } from '../expiring-memo.js';
import type { Ask } from '../image-source.js';
import type { BearerTokens, TokenRequest } from './bearer-tokens.js';
import { type Challenge, parseChallenges } from './challenge.js';

/** The `Authorization` of one request. */
export interface Authorization {
  readonly header: Secret;
  /** The registry refused it: what it was made of is not used again. */
  forget(): void;
}

/** Knows how a registry wants to be asked. */
export interface Authenticator {
  /** Undefined where the registry asks for nothing, or for a password that nobody has. `refresh`: see {@link CredentialProvider}. */
  authorize(ask: Ask, options: { readonly refresh: boolean }): Promise<Authorization | undefined>;
  /** Learns from the `WWW-Authenticate` of a 401. False where it asks for nothing that we can give. */
  learn(ask: Ask, header: string | undefined): boolean;
}

/** What {@link createAuthenticator} works with. */
export interface AuthenticatorOptions {
  /** The `WWW-Authenticate` of `GET /v2/`; undefined where that was no 401. Asked until it succeeded once. */
  readonly ping: () => Promise<string | undefined>;
  readonly credentials: CredentialProvider;
  readonly tokens: BearerTokens;
  readonly clock: Clock;
}

/** The challenge dance: learns from `/v2/` and from every 401 which scheme a registry wants, and sends it from then on. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const pinged = createExpiringMemo<Challenge | undefined>(options.clock);
  let learned: Challenge | undefined;
  /** What the registry wanted for a repository, where that is not the usual scope. */
  const scopes = new Map<string, string>();
  const ping = async () => ({ value: choose(await options.ping()), expiresAt: Number.POSITIVE_INFINITY });

  return {
    async authorize(ask, { refresh }) {
      const challenge = learned ?? (await pinged.get('ping', ping, { signal: ask.signal }));
      const credential = () => options.credentials.credentials(ask, { refresh });
      if (challenge === undefined) return undefined;
      if (challenge.scheme === 'basic') {
        const basic = await credential();
        if (basic.kind !== 'basic') return undefined;
        return { header: basicAuthorization(basic.username, basic.password), forget: () => undefined };
      }
      const { path } = ask.repository;
      const scope = scopes.get(path) ?? `repository:${path}:pull`;
      const identity = ask.credentials ?? '';
      const request: TokenRequest = { challenge, scope, identity, credential, signal: ask.signal };
      const token = await options.tokens.get(request);
      return {
        header: token.map((value) => `Bearer ${value}`),
        forget: () => options.tokens.forget(request, token),
      };
    },
    learn(ask, header) {
      const challenge = choose(header);
      if (challenge === undefined) return false;
      learned = challenge;
      const scope = challenge.parameters.get('scope');
      if (scope !== undefined) scopes.set(ask.repository.path, scope);
      return true;
    },
  };
}

/** The best of what is offered and understood: a token rather than the password itself. */
function choose(header: string | undefined): Challenge | undefined {
  const offered = parseChallenges(header ?? '');
  return (
    offered.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm')) ??
    offered.find(({ scheme }) => scheme === 'basic')
  );
}
