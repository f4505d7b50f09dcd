import { Secret } from '../secret/index.js';
import type { GitCredentials } from './credentials.js';
import { createGitHubAppToken } from './github-app-token.js';

/** Gives the value of the `Authorization` header; undefined where there is none to send. */
export type HttpAuthorization = () => Promise<Secret | undefined>;

/** The `Authorization` that these credentials come to over HTTP. A GitHub App's is asked for by `way` and renewed as it expires. */
export function createHttpAuthorization(credentials: GitCredentials, way?: typeof fetch): HttpAuthorization {
  switch (credentials.kind) {
    case 'basic':
      return async () => basic(credentials.username, credentials.password);
    case 'token':
      return async () => basic('x-access-token', credentials.token);
    case 'bearer':
      return async () => credentials.token.map((token) => `Bearer ${token}`);
    case 'github-app': {
      const token = createGitHubAppToken(credentials, { fetch: way });
      return async () => basic('x-access-token', await token());
    }
    case 'none':
    case 'ssh':
      return async () => undefined;
  }
}

function basic(username: string, password: Secret): Secret {
  return new Secret(`Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`);
}
