import type { JsonObject } from './json.js';
import type { KubeObject } from './kube-object.js';
import { getObject, selectorOf } from './read-objects.js';
import type { ResourceRequest, WriteRequest } from './request-info.js';
import { apiVersionOf, type ResourceKind } from './resource-kind.js';
import { deleteOptionsSchema } from './schema.js';
import { badRequest, conflict } from './status-error.js';
import { isDryRun, timeOf, type WriteContext } from './write-context.js';

/** DELETE of one object: the object where finalizers hold it back, else a Status that names what is gone. */
export function deleteObject(context: WriteContext, { request, body }: WriteRequest): JsonObject {
  const options = deleteOptionsSchema.safeParse(body ?? {});
  if (!options.success) throw badRequest('the body is not DeleteOptions');
  const { preconditions = {}, dryRun = [] } = options.data;
  const { kind } = request;
  const live = getObject(context.store, request);
  requireSame(kind, live, { what: 'UID', wanted: preconditions.uid, actual: live.metadata.uid });
  const { resourceVersion } = live.metadata;
  requireSame(kind, live, { what: 'ResourceVersion', wanted: preconditions.resourceVersion, actual: resourceVersion });
  const held = remove(context, kind, { live, dry: isDryRun(request) || dryRun.includes('All') });
  if (held !== undefined) return held;
  const { name, uid } = live.metadata;
  const details = { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

/** DELETE of a collection, as selected; gives the list of what was deleted. */
export function deleteCollection(context: WriteContext, request: ResourceRequest): JsonObject {
  const { kind } = request;
  const items = context.store.list(kind).filter(selectorOf(request));
  for (const live of items) remove(context, kind, { live, dry: isDryRun(request) });
  const metadata = { resourceVersion: String(context.store.revision) };
  return { kind: kind.listKind, apiVersion: apiVersionOf(kind), metadata, items };
}

interface Precondition {
  readonly what: string;
  readonly wanted: string | undefined;
  readonly actual: string;
}

function requireSame(kind: ResourceKind, { metadata }: KubeObject, { what, wanted, actual }: Precondition): void {
  if (wanted === undefined || wanted === actual) return;
  const why = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${actual}`;
  throw conflict(kind, metadata.name, why);
}

interface Removal {
  readonly live: KubeObject;
  readonly dry: boolean;
}

/** Deletes, or marks as deleted what its finalizers still hold, and then gives it. */
function remove(context: WriteContext, kind: ResourceKind, { live, dry }: Removal): KubeObject | undefined {
  if ((live.metadata.finalizers ?? []).length === 0) {
    if (!dry) context.store.remove(kind, live);
    return undefined;
  }
  if (dry || live.metadata.deletionTimestamp !== undefined) return live;
  const marked = { ...live.metadata, deletionTimestamp: timeOf(context), deletionGracePeriodSeconds: 0 };
  return context.store.put(kind, (revision) => ({
    ...live,
    metadata: { ...marked, resourceVersion: String(revision) },
  }));
}
