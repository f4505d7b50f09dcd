import type { JsonObject } from './json.js';
import { type KubeObject, objectKey } from './kube-object.js';
import type { ResourceRequest } from './request-info.js';
import { apiVersionOf } from './resource-kind.js';
import { continueSchema } from './schema.js';
import { parseFieldSelector, parseLabelSelector, type Selector } from './selectors.js';
import { badRequest, notFound } from './status-error.js';
import type { KubeStore } from './store.js';

/** One object. Throws 404. */
export function getObject(store: KubeStore, { kind, namespace, name = '' }: ResourceRequest): KubeObject {
  const object = store.get(kind, namespace, name);
  if (object === undefined) throw notFound(kind, name);
  return object;
}

/** A list with its revision, cut into pages by `limit`; the later pages show the collection as the first one saw it. */
export function listObjects(store: KubeStore, request: ResourceRequest): JsonObject {
  const { kind, query } = request;
  const token = query.get('continue') ?? '';
  const start = token === '' ? undefined : decodeContinue(token);
  const revision = start?.revision ?? store.revision;
  const all = start === undefined ? store.list(kind) : store.listAt(kind, start.revision);
  const selected = all
    .filter(selectorOf(request))
    .filter((object) => start === undefined || keyOf(object) > start.after);
  const limit = Number(query.get('limit') ?? 0);
  const items = limit > 0 ? selected.slice(0, limit) : selected;
  const last = items.at(-1);
  const left = selected.length - items.length;
  const more =
    last === undefined || left === 0
      ? {}
      : { continue: encodeContinue(revision, keyOf(last)), remainingItemCount: left };
  return {
    kind: kind.listKind,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: String(revision), ...more },
    items,
  };
}

/** Which objects a list or a watch is about: its namespace and selectors. */
export function selectorOf({ namespace, query }: Pick<ResourceRequest, 'namespace' | 'query'>): Selector {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) && labels(object) && fields(object);
}

function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata.namespace, metadata.name);
}

function encodeContinue(revision: number, after: string): string {
  return Buffer.from(JSON.stringify({ revision, after })).toString('base64url');
}

function decodeContinue(token: string): { revision: number; after: string } {
  try {
    return continueSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    throw badRequest('continue key is not valid');
  }
}
