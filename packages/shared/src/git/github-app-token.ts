import { errorMessage } from '../errors/index.js';
import { Secret } from '../secret/index.js';
import type { GitHubApp } from './credentials.js';
import { GitError } from './git-error.js';
import { createGitHubClient, type GitHubClientOptions } from './github-client.js';

/** Gives the token of an installation: asked for once, and again shortly before it expires. */
export function createGitHubAppToken(app: GitHubApp, client: Partial<GitHubClientOptions> = {}): () => Promise<Secret> {
  let auth: Promise<() => Promise<Secret>> | undefined;
  return async () => {
    auth ??= prepare(app, { ...client, apiUrl: app.apiUrl ?? client.apiUrl ?? 'https://api.github.com' });
    try {
      return await (await auth)();
    } catch (error) {
      auth = undefined;
      throw new GitError(
        'git-authentication',
        `GitHub gave no token for app ${app.appId} and installation ${app.installationId}: ${errorMessage(error)}`,
        { cause: error, hint: 'Check the private key, and that the app is installed for the repository.' },
      );
    }
  };
}

async function prepare(app: GitHubApp, client: GitHubClientOptions): Promise<() => Promise<Secret>> {
  const [{ createAppAuth }, octokit] = await Promise.all([import('@octokit/auth-app'), createGitHubClient(client)]);
  const auth = createAppAuth({
    appId: app.appId,
    installationId: app.installationId,
    privateKey: app.privateKey.reveal(),
    request: octokit.request,
  });
  return async () => new Secret((await auth({ type: 'installation' })).token);
}
