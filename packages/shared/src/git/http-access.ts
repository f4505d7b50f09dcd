import type { Environment } from '../process/index.js';
import type { GitCredentials, GitTls } from './credentials.js';
import type { AccessProvider, GitAccess } from './git-access.js';
import { type GitUrl, gitOrigin } from './git-url.js';
import { createHttpAuthorization } from './http-authorization.js';
import { createPrivateFolder } from './private-folder.js';

/** What {@link createHttpAccess} works with. */
export interface HttpAccessOptions {
  readonly url: GitUrl;
  readonly credentials: GitCredentials;
  readonly tls: GitTls;
  readonly environment: Environment;
  readonly fetch?: typeof fetch | undefined;
}

/** Access over HTTP and HTTPS. Nothing is kept between conversations but the token of a GitHub App. */
export function createHttpAccess({ url, credentials, tls, environment, fetch }: HttpAccessOptions): AccessProvider {
  const authorization = createHttpAuthorization(credentials, fetch);
  return {
    async open(): Promise<GitAccess> {
      const config: [string, string][] = [];
      const secret = await authorization();
      // Sent with the first request, and to this origin only.
      if (secret !== undefined) {
        config.push([`http.${gitOrigin(url)}/.extraHeader`, `Authorization: ${secret.reveal()}`]);
      }
      if (tls.insecure === true) config.push(['http.sslVerify', 'false']);
      const folder = tls.ca === undefined ? undefined : await createPrivateFolder(environment);
      if (folder !== undefined && tls.ca !== undefined) {
        config.push(['http.sslCAInfo', await folder.write('ca.pem', tls.ca)]);
      }
      return {
        env: {},
        config,
        secrets: secret === undefined ? [] : [secret, secret.map((value) => value.replace(/^\w+ /, ''))],
        [Symbol.asyncDispose]: async () => folder?.[Symbol.asyncDispose](),
      };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
