import type { IncomingMessage } from 'node:http';
import type { ResourceKind } from './resource-kind.js';

/** What a request asks for, as Kubernetes' authorizers see it. */
export interface ResourceRequest {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';
  readonly kind: ResourceKind;
  /** Undefined where all namespaces are meant, and for cluster-scoped objects. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly query: URLSearchParams;
}

/** A request that writes, with its body. */
export interface WriteRequest {
  readonly request: ResourceRequest;
  readonly body: unknown;
  /** Without parameters. */
  readonly contentType: string;
  /** Who writes: the fieldManager of the query, or the program named by the user agent. */
  readonly manager: string;
}

const collectionVerbs = { GET: 'list', POST: 'create', DELETE: 'deletecollection' } as const;
const objectVerbs = { GET: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete' } as const;

/**
 * Reads a path like `/apis/GROUP/VERSION/namespaces/NAMESPACE/PLURAL/NAME/SUBRESOURCE`. Undefined where it is not the path of a resource
 * that is served; `method` where it is, but does not take the method.
 */
export function parseResourceRequest(
  request: IncomingMessage,
  kinds: readonly ResourceKind[],
): ResourceRequest | 'method' | undefined {
  const url = new URL(`http://localhost${request.url ?? '/'}`);
  const place = parsePath(url.pathname, kinds);
  if (place === undefined) return undefined;
  const watching = ['true', '1'].includes(url.searchParams.get('watch') ?? '');
  const verbs: Readonly<Record<string, ResourceRequest['verb']>> =
    place.name === undefined ? collectionVerbs : objectVerbs;
  const verb = verbs[request.method ?? 'GET'];
  if (verb === undefined || (verb === 'create' && place.kind.namespaced && place.namespace === undefined))
    return 'method';
  return { ...place, verb: verb === 'list' && watching ? 'watch' : verb, query: url.searchParams };
}

type Place = Pick<ResourceRequest, 'kind' | 'namespace' | 'name' | 'subresource'>;

function parsePath(pathname: string, kinds: readonly ResourceKind[]): Place | undefined {
  const [root, ...steps] = pathname.slice(1).split('/').map(decodeURIComponent);
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'api' ? '' : steps.shift();
  const version = steps.shift();
  const scoped = steps[0] === 'namespaces' && steps.length > 2;
  const namespace = scoped ? steps[1] : undefined;
  const [plural, name, subresource, ...rest] = scoped ? steps.slice(2) : steps;
  const kind = kinds.find((one) => one.group === group && one.version === version && one.plural === plural);
  if (kind === undefined || rest.length > 0) return undefined;
  if (subresource !== undefined && !(subresource === 'status' && kind.statusSubresource)) return undefined;
  if (kind.namespaced ? name !== undefined && namespace === undefined : namespace !== undefined) return undefined;
  return { kind, namespace, name, subresource };
}
