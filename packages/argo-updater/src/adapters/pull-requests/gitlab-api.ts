import { GitError, type GitErrorCode } from '@towline/shared/git';
import { isHttpError } from '@towline/shared/http';
import type { HttpClient, HttpRequest } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';
import type { z } from 'zod';
import { refusalSchema } from './gitlab-schema.js';

/** Which project of which GitLab, and the token for it. */
export interface GitLabProject {
  /** Such as `https://gitlab.com/api/v4`. */
  readonly apiUrl: string;
  /** `group/subgroup/name`. */
  readonly project: string;
  readonly token: Secret;
}

/** A request to the API. */
export interface GitLabCall<Schema extends z.ZodType> {
  readonly method?: HttpRequest['method'];
  /** Below the project where it begins with no slash, else below the API. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly schema: Schema;
  readonly signal?: AbortSignal | undefined;
}

/** GitLab's REST API of one project. Throws a `GitError` for every status that is no success. */
export type GitLabApi = <Schema extends z.ZodType>(call: GitLabCall<Schema>) => Promise<z.infer<Schema>>;

/** The API by plain HTTP. */
export function createGitLabApi(http: HttpClient, { apiUrl, project, token }: GitLabProject): GitLabApi {
  return async ({ method = 'GET', path, query, body, schema, signal }) => {
    const place = path.startsWith('/') ? path : `/projects/${encodeURIComponent(project)}/${path}`;
    const url = `${apiUrl}${place}${query ? `?${new URLSearchParams(query)}` : ''}`;
    const headers = { authorization: `Bearer ${token.reveal()}` };
    try {
      const answer = await http.request({ method, url, headers, body, expect: 'json', signal });
      const parsed = schema.safeParse(answer.body);
      if (parsed.success) return parsed.data;
      throw new GitError('git-answer', `${method} ${path} was not answered as GitLab does`, { cause: parsed.error });
    } catch (error) {
      signal?.throwIfAborted();
      throw translate(error, `${method} ${path} of ${project}`);
    }
  };
}

const codes: Readonly<Record<number, GitErrorCode>> = {
  401: 'git-authentication',
  403: 'git-authentication',
  404: 'git-repository-not-found',
  429: 'git-rate-limited',
};

function translate(error: unknown, what: string): unknown {
  if (!isHttpError(error)) return error;
  const { status, bodyText } = error;
  if (status === undefined)
    return new GitError('git-unreachable', `GitLab did not answer ${what}: ${error.message}`, { cause: error });
  const words = refusalText(bodyText) ?? `status ${status}`;
  const code = codes[status] ?? (status >= 500 ? 'git-unreachable' : 'git-failed');
  return new GitError(code, `GitLab refused ${what}: ${words}`, { cause: error });
}

function refusalText(text: string): string | undefined {
  const parsed = refusalSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { message, error } = parsed.data;
  if (message === undefined || typeof message === 'string') return message ?? error;
  return Object.values(message).flat().join(' ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
