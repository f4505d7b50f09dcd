import { createHttpClient, type HttpClientDependencies } from '@towline/shared/http';
import type { HttpBodies, HttpBodyKind, HttpClient, HttpRequest, HttpResponse } from '@towline/shared/ports';
import type { ClusterAccess } from './access/cluster-access.js';
import { readJsonLines } from './json-lines.js';
import { KubernetesError } from './kubernetes-error.js';
import { listPageSchema } from './schema.js';
import { isExpired, translateFailure } from './translate-failure.js';

/** Which objects are listed. */
export interface ListRequest {
  /** Such as `/apis/argoproj.io/v1alpha1/applications`. */
  readonly path: string;
  readonly labelSelector?: string | undefined;
  /** For one try. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One change of an object. */
export interface WriteRequest {
  readonly path: string;
  readonly body: unknown;
  /** For one try. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is watched, and from where. */
export interface WatchRequest {
  readonly path: string;
  readonly labelSelector?: string | undefined;
  /** Of the list, or of the last event that was seen. */
  readonly resourceVersion: string;
  /** When the server is to end the watch. */
  readonly timeoutSeconds: number;
  /** The watch fails where nothing comes for so long, or up to twice that; bookmarks count. */
  readonly idleMs: number;
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
  /** The events of a watch as they come, bookmarks among them, until the server ends it. */
  watch(request: WatchRequest): AsyncIterable<unknown>;
  /** A JSON Patch (RFC 6902); resolves with the object as it is then. */
  jsonPatch(request: WriteRequest): Promise<unknown>;
  /** A JSON Merge Patch (RFC 7396); resolves with the object as it is then. */
  mergePatch(request: WriteRequest): Promise<unknown>;
  create(request: WriteRequest): Promise<unknown>;
  /** Puts the whole object there; a `resourceVersion` in it makes it a conflict where the object changed since. */
  replace(request: WriteRequest): Promise<unknown>;
  /** Nothing to delete is no failure. The body may name preconditions. */
  delete(request: Partial<WriteRequest> & Pick<WriteRequest, 'path'>): Promise<void>;
}

/** How much of a list comes in one answer: Applications are some 10 KB each. */
const pageSize = 500;
const jsonPatchHeaders = { 'content-type': 'application/json-patch+json' };
const mergePatchHeaders = { 'content-type': 'application/merge-patch+json' };
const maxBytes = 256 * 1024 * 1024;
/** Beyond what etcd lets an object grow to. */
const maxEventBytes = 8 * 1024 * 1024;

/**
 * The API by plain HTTP. The client library takes 0.9 s and 70 MB to load, and types every object that it reads; see
 * docs/decisions/kubernetes-client.md.
 */
export function createKubeClient(access: ClusterAccess, dependencies: HttpClientDependencies = {}): KubeClient {
  const http = createHttpClient(dependencies, { ...access.connection, maxBytes, userAgent: 'argo-updater' });
  const send = createSend(access, http);
  const ask = async (request: Omit<HttpRequest, 'expect'>): Promise<unknown> => {
    const { status, body } = await send({ ...request, expect: 'json' });
    return status === 404 ? undefined : body;
  };
  const readAll = async <Item>(
    { path, labelSelector, timeoutMs, signal }: ListRequest,
    read: (page: unknown) => readonly Item[],
    limit?: number,
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for (let next: string | undefined; ; ) {
      const query = { limit: limit?.toString(), labelSelector, continue: next };
      const page = await ask({ url: `${path}${queryText(query)}`, timeoutMs, signal });
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
    watch: (request) => watchEvents(send, request),
    jsonPatch: ({ path, body, ...rest }) =>
      ask({ ...rest, method: 'PATCH', url: path, body: JSON.stringify(body), headers: jsonPatchHeaders }),
    mergePatch: ({ path, body, ...rest }) =>
      ask({ ...rest, method: 'PATCH', url: path, body: JSON.stringify(body), headers: mergePatchHeaders }),
    create: ({ path, ...rest }) => ask({ ...rest, method: 'POST', url: path }),
    replace: ({ path, ...rest }) => ask({ ...rest, method: 'PUT', url: path }),
    async delete({ path, ...rest }) {
      await ask({ ...rest, method: 'DELETE', url: path, accept: [404] });
    },
  };
}

type Send = <Kind extends HttpBodyKind>(request: HttpRequest<Kind>) => Promise<HttpResponse<HttpBodies[Kind]>>;

function createSend(access: ClusterAccess, http: HttpClient): Send {
  return async ({ url, headers, signal, ...request }) => {
    const authorization = await access.authorization({ signal });
    try {
      return await http.request({
        ...request,
        url: access.server + url,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(authorization && { authorization: authorization.reveal() }),
        },
        signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw translateFailure(error, `${request.method ?? 'GET'} ${url.split('?')[0]}`);
    }
  };
}

async function* watchEvents(
  send: Send,
  { path, timeoutSeconds, idleMs, signal, ...query }: WatchRequest,
): AsyncIterable<unknown> {
  const asked = { ...query, watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: `${timeoutSeconds}` };
  const url = `${path}${queryText(asked)}`;
  const { body } = await send({ url, expect: 'stream', timeoutMs: idleMs, signal });
  try {
    yield* readJsonLines(body, maxEventBytes);
  } catch (error) {
    signal?.throwIfAborted();
    throw translateFailure(error, `GET ${path}`);
  }
}

function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function notAList(path: string, cause: unknown): KubernetesError {
  return new KubernetesError('kubernetes-answer', `${path} was not answered with a list`, { cause });
}
