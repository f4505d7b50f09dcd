import { randomBytes } from 'node:crypto';
import type { Answer } from '../../serve/index.js';
import { ociError } from '../oci/answers.js';
import { type Access, basicLogin } from './access.js';

/** A password that ECR gave out. */
export interface EcrToken {
  readonly password: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** ECR's way: the user is `AWS`, the password comes from GetAuthorizationToken and expires. */
export interface EcrAccess extends Access {
  issue(): EcrToken;
}

/** What the tokens of an {@link EcrAccess} are made of. */
export interface EcrAccessOptions {
  readonly now: () => number;
  readonly tokenLifeMs: number;
  readonly host: string;
}

const realm = (host: string) => ({ 'www-authenticate': `Basic realm="https://${host}/",service="ecr.amazonaws.com"` });

/** Gives tokens out and checks them. */
export function ecrAccess({ now, tokenLifeMs, host }: EcrAccessOptions): EcrAccess {
  const tokens = new Map<string, EcrToken>();
  return {
    issue() {
      const token = { password: randomBytes(24).toString('base64url'), expiresAt: now() + tokenLifeMs };
      tokens.set(token.password, token);
      return token;
    },
    check(request) {
      const login = basicLogin(request);
      const token = login?.username === 'AWS' ? tokens.get(login.password) : undefined;
      if (token === undefined) return notAuthorized(host);
      if (token.expiresAt > now()) return undefined;
      return ociError('DENIED', 'Your authorization token has expired. Reauthenticate and try again.');
    },
  };
}

function notAuthorized(host: string): Answer {
  return {
    status: 401,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...realm(host) },
    body: 'Not Authorized\n',
  };
}
