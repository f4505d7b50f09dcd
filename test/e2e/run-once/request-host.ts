import { createHttpClient } from '@towline/shared/http';
import { Secret } from '@towline/shared/secret';
import type { GitServer } from '@towline/test-kit/git';
import { startGitHub } from '@towline/test-kit/github';
import { startGitLab } from '@towline/test-kit/gitlab';
import {
  createPullRequestHosts,
  type PullRequestHosts,
} from '../../../packages/argo-updater/src/adapters/pull-requests/pull-request-hosts.js';

/** A request as both hosts have it. */
export interface HostRequest {
  readonly head: string;
  readonly title: string;
  readonly state: string;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly comments: readonly string[];
  readonly autoMerge: boolean;
}

/** A host of pull requests for the repository `acme/manifests` of a Git server. */
export interface RequestHost {
  requests(): readonly HostRequest[];
  /** What the updater speaks to it by. */
  pullRequests(): PullRequestHosts;
  stop(): Promise<void>;
}

const token = 'updater-password';

/** Starts a host that takes the password of the pass world for a token. */
export async function startRequestHost(provider: 'github' | 'gitlab', git: GitServer): Promise<RequestHost> {
  const { apiUrl, ...host } = provider === 'github' ? await startHub(git) : await startLab(git);
  return {
    ...host,
    pullRequests: () =>
      createPullRequestHosts({
        clock: { now: Date.now, sleep: async () => undefined },
        http: (tls) => createHttpClient({}, tls),
        identity: { name: 'argo-updater', email: 'updater@example.com' },
        repositories: {
          access: async () => ({ credentials: { kind: 'basic', username: 'updater', password: new Secret(token) } }),
        },
        apiUrls: { [provider]: apiUrl },
      }),
  };
}

async function startHub(git: GitServer) {
  const server = await startGitHub({ git, tokens: [token] });
  return { apiUrl: server.url, requests: () => server.pulls('acme', 'manifests'), stop: () => server.stop() };
}

async function startLab(git: GitServer) {
  const server = await startGitLab({ git, tokens: [token], users: ['octocat'] });
  const requests = () =>
    server
      .mergeRequests('acme/manifests')
      .map((one) => ({ ...one, state: one.state === 'opened' ? 'open' : one.state }));
  return { apiUrl: server.apiUrl, requests, stop: () => server.stop() };
}
