import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '@towline/shared/ports';
import { realClock } from '../clock/index.js';
import { type GitServer, openBareRepository } from '../git/index.js';
import { type RunningServer, readJson, requestUrl, send, sendJson, serve } from '../serve/index.js';
import { createAppAuth, type FakeApp } from './app-auth.js';
import type { ApiAnswer, RepositoryState } from './call.js';
import { answerGraphql } from './graphql.js';
import { GitHubProblem, notFound } from './problem.js';
import type { PullRequestState } from './pull-request-state.js';
import { findRoute } from './routes.js';

/** How the fake is started. */
export interface GitHubOptions {
  /** Its repositories: `owner/name.git` of the Git server is `owner/name` of the API. What one changes the other sees. */
  readonly git: Pick<GitServer, 'root'>;
  /** Who may come in besides the app; everybody where neither is given. */
  readonly tokens?: readonly string[] | undefined;
  readonly app?: FakeApp | undefined;
  /** Whether its repositories allow pull requests to merge by themselves. Default: yes. */
  readonly autoMerge?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly port?: number | undefined;
  readonly control?: boolean | undefined;
}

/** GitHub's API over repositories of a Git server. */
export interface GitHubServer extends RunningServer {
  /** The pull requests of a repository, oldest first. */
  pulls(owner: string, name: string): readonly PullRequestState[];
  /** Whether a token of an installation, or one of `tokens`, is good: for the Git server's `authorize`. */
  accepts(token: string): boolean;
  /** How many tokens of installations were given out. */
  issuedTokens(): number;
  /** Runs `action` once, before the next request of this kind (`PATCH git/refs`, `POST graphql` …) is carried out. */
  beforeNext(kind: string, action: () => Promise<unknown>): void;
}

/** Starts GitHub's API on 127.0.0.1. */
export async function startGitHub(options: GitHubOptions): Promise<GitHubServer> {
  const { git, tokens = [], app, clock = realClock } = options;
  const auth = createAppAuth(app, clock);
  const states = new Map<string, RepositoryState>();
  const waiting: { readonly kind: string; readonly action: () => Promise<unknown> }[] = [];
  const accepts = (token: string): boolean => tokens.includes(token) || auth.isGood(token);
  const open = tokens.length === 0 && app === undefined;
  const find = (owner: string, name: string): RepositoryState | undefined => {
    const key = `${owner}/${name}`;
    const directory = join(git.root, owner, `${name}.git`);
    if (!states.has(key) && existsSync(directory)) {
      states.set(key, { owner, name, git: openBareRepository(directory), pulls: [], statuses: new Map() });
    }
    return states.get(key);
  };

  const answer = async (request: IncomingMessage, url: string): Promise<ApiAnswer> => {
    const { searchParams } = requestUrl(request);
    const path = apiPath(request);
    const { authorization } = request.headers;
    const installation = /^\/app\/installations\/([^/]+)\/access_tokens$/.exec(path)?.[1];
    if (installation !== undefined) return auth.createToken(authorization, installation);
    const token = /^(?:bearer|token) (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
    if (!open && !accepts(token)) throw new GitHubProblem(401, 'Bad credentials');
    if (path === '/graphql')
      return answerGraphql(await readJson(request), { find, autoMerge: options.autoMerge ?? true });
    const [, owner = '', name = '', rest = ''] = /^\/repos\/([^/]+)\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    const state = find(decodeURIComponent(owner), decodeURIComponent(name));
    const route = findRoute(request.method ?? 'GET', rest);
    if (state === undefined || route === undefined) throw notFound();
    return route({ state, query: searchParams, body: asObject(await readJson(request)), url });
  };

  const server = await serve({
    port: options.port,
    control: options.control,
    kindOf,
    async handler(request, response) {
      const kind = kindOf(request);
      const next = waiting.findIndex((item) => item.kind === kind);
      if (next >= 0) for (const { action } of waiting.splice(next, 1)) await action();
      try {
        const { status, body } = await answer(request, server.url);
        if (body === undefined) send(response, { status });
        else sendJson(response, status, body);
      } catch (error) {
        if (!(error instanceof GitHubProblem)) throw error;
        const { status, headers, message } = error;
        sendJson(response, { status, headers }, { message, status: String(status) });
      }
    },
  });
  return {
    ...server,
    accepts,
    issuedTokens: auth.issued,
    pulls: (owner, name) => find(owner, name)?.pulls ?? [],
    beforeNext: (kind, action) => void waiting.push({ kind, action }),
  };
}

/** What is asked, without the names: `GET git/ref`, `POST graphql`, `POST access_tokens`. */
function kindOf(request: IncomingMessage): string {
  const path = apiPath(request);
  const rest = path.replace(/^\/repos\/[^/]+\/[^/]+\/?/, '').replace(/^\/|^app\/installations\/[^/]+\//g, '');
  const words = rest.split('/');
  const what = words[0] === 'git' ? words.slice(0, 2).join('/') : words.at(0);
  return `${request.method} ${path.endsWith('/access_tokens') ? 'access_tokens' : what}`.trim();
}

/** The path without what GitHub Enterprise puts before it. */
function apiPath(request: IncomingMessage): string {
  return requestUrl(request).pathname.replace(/^\/api\/v3(?=\/)|^\/api(?=\/graphql$)/, '');
}

function asObject(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
