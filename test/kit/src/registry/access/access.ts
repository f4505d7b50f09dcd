import type { IncomingMessage } from 'node:http';
import type { Answer } from '../../serve/index.js';

/** What a request wants: undefined for addresses that are about no repository. */
export interface Need {
  readonly repository: string;
  readonly action: 'pull' | 'push' | 'delete';
}

/** Who may do what. */
export interface Access {
  /** The answer that refuses a request; undefined where it may go on. */
  check(request: IncomingMessage, need: Need | undefined): Answer | undefined;
  /** Answers requests for tokens, where the registry has such an address. */
  readonly token?: ((request: IncomingMessage) => Promise<Answer>) | undefined;
}

/** A name and a password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Everyone may do everything. */
export const openAccess: Access = { check: () => undefined };

/** The login of a Basic header; undefined where there is none. */
export function basicLogin(request: IncomingMessage): Login | undefined {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || value === undefined) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Whether two logins are the same. */
export function sameLogin(a: Login | undefined, b: Login): boolean {
  return a?.username === b.username && a.password === b.password;
}
