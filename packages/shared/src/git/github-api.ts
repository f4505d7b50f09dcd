import type { Octokit } from '@octokit/rest';
import type { z } from 'zod';
import { errorMessage, isCodedError } from '../errors/index.js';
import type { Secret } from '../secret/index.js';
import { trimEndOf } from '../text/index.js';
import type { GitCredentials } from './credentials.js';
import { GitError } from './git-error.js';
import { createGitHubAppToken } from './github-app-token.js';
import { createGitHubClient, type GitHubClientOptions } from './github-client.js';
import { failureStatus, translateGitHubFailure } from './github-failure.js';

/** A request to the API of one repository. */
export interface GitHubCall<Schema extends z.ZodType> {
  /** Such as `GET /repos/{owner}/{repo}`; owner and repository are filled in. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly schema: Schema;
  readonly signal?: AbortSignal | undefined;
}

/** An answer that was expected, or the refusal with GitHub's message. */
export type GitHubAnswer<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

/** The API of one repository. */
export interface GitHubApi {
  readonly owner: string;
  readonly repository: string;
  /** The route of GraphQL, which on GitHub Enterprise is not below that of the other API. */
  readonly graphql: string;
  /** Throws a `GitError` for every status that is no success. */
  call<Schema extends z.ZodType>(call: GitHubCall<Schema>): Promise<z.infer<Schema>>;
  /** Like {@link GitHubApi.call}, but these statuses are answers. */
  ask<Schema extends z.ZodType>(
    call: GitHubCall<Schema>,
    statuses: readonly number[],
  ): Promise<GitHubAnswer<z.infer<Schema>>>;
}

/** What {@link createGitHubApi} is made of. */
export interface GitHubApiOptions extends GitHubClientOptions {
  readonly owner: string;
  readonly repository: string;
  readonly credentials: GitHubCredentials;
}

/** What the API takes. */
export type GitHubCredentials = Extract<GitCredentials, { kind: 'none' | 'token' | 'github-app' }>;

/** The API of a repository by `@octokit/rest`, which is loaded with the first request. */
export function createGitHubApi(options: GitHubApiOptions): GitHubApi {
  const { owner, repository } = options;
  let client: Promise<Octokit> | undefined;
  const ask: GitHubApi['ask'] = async ({ route, parameters, schema, signal }, statuses) => {
    client ??= createClient(options);
    const octokit = await client;
    const given = { owner, repo: repository, ...parameters, request: signal === undefined ? {} : { signal } };
    let data: unknown;
    try {
      data = (await octokit.request(route, given)).data;
    } catch (error) {
      signal?.throwIfAborted();
      if (isCodedError(error)) throw error;
      const status = failureStatus(error);
      if (status !== undefined && statuses.includes(status)) {
        return { kind: 'refused', status, message: errorMessage(error) };
      }
      throw translateGitHubFailure(error, `answer ${route} for ${owner}/${repository}`);
    }
    const parsed = schema.safeParse(data);
    if (!parsed.success)
      throw new GitError('git-answer', `${route} was not answered as GitHub's API does`, { cause: parsed.error });
    return { kind: 'ok', value: parsed.data };
  };
  return {
    owner,
    repository,
    graphql: `POST ${graphqlUrl(options.apiUrl)}`,
    ask,
    async call(call) {
      const answer = await ask(call, []);
      if (answer.kind === 'refused') throw new GitError('git-failed', answer.message);
      return answer.value;
    },
  };
}

/** The address of GraphQL beside that of the other API. */
export function graphqlUrl(apiUrl: string): string {
  return `${trimEndOf(apiUrl, '/').replace(/\/api\/v3$/, '/api')}/graphql`;
}

async function createClient({ apiUrl, credentials, fetch }: GitHubApiOptions): Promise<Octokit> {
  const octokit = await createGitHubClient({ apiUrl, fetch });
  const token = tokenOf(credentials, { apiUrl, fetch });
  if (token !== undefined) {
    octokit.hook.before('request', async (request) => {
      request.headers.authorization = `Bearer ${(await token()).reveal()}`;
    });
  }
  return octokit;
}

function tokenOf(credentials: GitHubCredentials, client: GitHubClientOptions): (() => Promise<Secret>) | undefined {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'token':
      return async () => credentials.token;
    case 'github-app':
      return createGitHubAppToken(credentials, client);
  }
}
