import { createHttpClient, type HttpClientDependencies } from '@towline/shared/http';
import type { HttpClient, HttpRequest } from '@towline/shared/ports';
import type { ClusterAccess } from './access/cluster-access.js';
import { KubernetesError } from './kubernetes-error.js';
import { listPageSchema } from './schema.js';
import { isExpired, translateFailure } from './translate-failure.js';

/** Which objects are listed. */
export interface ListRequest {
  /** Such as `/apis/argoproj.io/v1alpha1/applications`. */
  readonly path: string;
  readonly labelSelector?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One change of an object. */
export interface WriteRequest {
  readonly path: string;
  readonly body: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** The Kubernetes API, as far as it is used. Every answer is unknown until a schema accepts it; every failure is a `KubernetesError`. */
export interface KubeClient {
  /** The namespace that the access stands in. */
  readonly namespace: string | undefined;
  /** An object; undefined where there is none. */
  get(path: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<unknown>;
  /**
   * All objects, page by page: `read` is given each page, a List, and keeps of it what it needs. Where the server forgot the beginning before
   * the end was read, everything is read again, so that only what this resolves with counts.
   */
  list<Item>(request: ListRequest, read: (page: unknown) => readonly Item[]): Promise<readonly Item[]>;
  /** A JSON Patch (RFC 6902); resolves with the object as it is then. */
  jsonPatch(request: WriteRequest): Promise<unknown>;
  create(request: WriteRequest): Promise<unknown>;
}

/** How much of a list comes in one answer: Applications are some 10 KB each. */
const pageSize = 500;
const jsonPatchHeaders = { 'content-type': 'application/json-patch+json' };
const maxBytes = 256 * 1024 * 1024;

/**
 * The API by plain HTTP. The client library takes 0.9 s and 70 MB to load, and types every object that it reads; see
 * docs/decisions/kubernetes-client.md.
 */
export function createKubeClient(access: ClusterAccess, dependencies: HttpClientDependencies = {}): KubeClient {
  const http = createHttpClient(dependencies, { ...access.connection, maxBytes, userAgent: 'argo-updater' });
  const ask = createAsk(access, http);
  const readAll = async <Item>(
    { path, labelSelector, signal }: ListRequest,
    read: (page: unknown) => readonly Item[],
    limit?: number,
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for (let next: string | undefined; ; ) {
      const query = { limit: limit?.toString(), labelSelector, continue: next };
      const page = await ask({ url: `${path}${queryText(query)}`, signal });
      const parsed = listPageSchema.safeParse(page);
      if (!parsed.success) throw notAList(path, parsed.error);
      items.push(...read(page));
      next = parsed.data.metadata?.continue || undefined;
      if (next === undefined) return items;
    }
  };
  return {
    namespace: access.namespace,
    get: (path, { signal } = {}) => ask({ url: path, signal, accept: [404] }),
    async list(request, read) {
      try {
        return await readAll(request, read, pageSize);
      } catch (error) {
        if (!isExpired(error)) throw error;
        return readAll(request, read);
      }
    },
    jsonPatch: ({ path, body, signal }) =>
      ask({ method: 'PATCH', url: path, body: JSON.stringify(body), signal, headers: jsonPatchHeaders }),
    create: ({ path, body, signal }) => ask({ method: 'POST', url: path, body, signal }),
  };
}

type Ask = (request: Omit<HttpRequest, 'expect'>) => Promise<unknown>;

function createAsk(access: ClusterAccess, http: HttpClient): Ask {
  return async ({ url, headers, signal, ...request }) => {
    const authorization = await access.authorization({ signal });
    try {
      const { status, body } = await http.request({
        ...request,
        url: access.server + url,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(authorization && { authorization: authorization.reveal() }),
        },
        signal,
        expect: 'json',
      });
      return status === 404 ? undefined : body;
    } catch (error) {
      signal?.throwIfAborted();
      throw translateFailure(error, `${request.method ?? 'GET'} ${url.split('?')[0]}`);
    }
  };
}

function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function notAList(path: string, cause: unknown): KubernetesError {
  return new KubernetesError('kubernetes-answer', `${path} was not answered with a list`, { cause });
}
