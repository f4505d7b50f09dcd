import type { Octokit } from '@octokit/rest';

/** How the client reaches the API. */
export interface GitHubClientOptions {
  readonly apiUrl: string;
  /** The way to the network: the platform's `fetch` where absent. */
  readonly fetch?: typeof fetch | undefined;
}

const quiet = (): void => undefined;

/** A client without credentials. The library is loaded here; its own log, which goes to the console, is silent. */
export async function createGitHubClient({ apiUrl, fetch }: GitHubClientOptions): Promise<Octokit> {
  const { Octokit } = await import('@octokit/rest');
  return new Octokit({
    baseUrl: apiUrl,
    userAgent: 'towline',
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    ...(fetch === undefined ? {} : { request: { fetch } }),
  });
}
