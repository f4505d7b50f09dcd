import { isHttpError } from '@towline/shared/http';
import type { HttpClient } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';
import { ArgocdError, type ArgocdErrorCode } from './argocd-error.js';
import { refusalSchema } from './schema.js';

/** Which Argo CD, and the token of whom. */
export interface ArgocdServer {
  /** With or without a scheme (`https` then) and a root path, as `argocd login` takes it. */
  readonly server: string;
  /** Asked for anew for each request, since tokens are renewed. */
  readonly token: (options: { readonly signal?: AbortSignal | undefined }) => Promise<Secret>;
}

/** One request. */
export interface ArgocdCall {
  readonly method?: 'GET' | 'PATCH' | undefined;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  /** Statuses that are answers: the body is undefined then. */
  readonly absent?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Argo CD's REST API. Every answer is unknown until a schema accepts it. */
export type ArgocdApi = (call: ArgocdCall) => Promise<unknown>;

/** The most that a list of Applications takes; Argo CD gives all of them at once. */
const maxBytes = 512 * 1024 * 1024;

/** Argo CD's API by plain HTTP. */
export function createArgocdApi(http: HttpClient, { server, token }: ArgocdServer): ArgocdApi {
  const root = (server.includes('://') ? server : `https://${server}`).replace(/\/+$/, '');
  return async ({ method = 'GET', path, query, body, absent = [], signal }) => {
    const bearer = await token({ signal });
    try {
      const answer = await http.request({
        method,
        url: `${root}/api/v1${path}${query ? `?${new URLSearchParams(query)}` : ''}`,
        headers: { authorization: `Bearer ${bearer.reveal()}` },
        body,
        accept: absent,
        maxBytes,
        expect: 'json',
        signal,
      });
      return absent.includes(answer.status) ? undefined : answer.body;
    } catch (error) {
      signal?.throwIfAborted();
      throw translate(error, `${method} ${path}`);
    }
  };
}

const codes: Readonly<Record<number, ArgocdErrorCode>> = { 401: 'argocd-unauthorized', 403: 'argocd-forbidden' };

function translate(error: unknown, what: string): unknown {
  if (!isHttpError(error)) return error;
  const { status, bodyText, code } = error;
  if (status === undefined) {
    const own = code === 'http-bad-body' ? 'argocd-answer' : 'argocd-unreachable';
    return new ArgocdError(own, `Argo CD did not answer ${what}: ${error.message}`, { cause: error });
  }
  const words = refusalText(bodyText) ?? `status ${status}`;
  return new ArgocdError(codes[status] ?? 'argocd-refused', `Argo CD refused ${what}: ${words}`, { cause: error });
}

function refusalText(text: string): string | undefined {
  try {
    const parsed = refusalSchema.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data.message ?? parsed.data.error ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
