import type { Clock } from '@towline/shared/ports';
import { decodeObject } from './decode-object.js';
import { type JsonObject, sameJson } from './json.js';
import type { DraftObject, KubeObject } from './kube-object.js';
import { trackUpdate, type Writer } from './managed-fields.js';
import { patchObject } from './patch-object.js';
import { prepareCreate, prepareUpdate } from './prepare-object.js';
import { getObject, selectorOf } from './read-objects.js';
import type { ResourceRequest, WriteRequest } from './request-info.js';
import { apiVersionOf, type ResourceKind } from './resource-kind.js';
import { deleteOptionsSchema } from './schema.js';
import { alreadyExists, badRequest, conflict, invalid, notFound, versionOnCreate } from './status-error.js';
import type { KubeStore } from './store.js';

/** What writing needs. */
export interface WriteContext {
  readonly store: KubeStore;
  readonly clock: Clock;
}

/** POST. Throws 409 where the name is taken. */
export function createObject(context: WriteContext, write: WriteRequest): KubeObject {
  const draft = decodeObject(write.request, write.body);
  if ((draft.metadata.resourceVersion ?? '') !== '') throw versionOnCreate();
  return insert(context, write, draft);
}

/** PUT. A custom resource must say which version it replaces; where a version is said and is not the live one this throws 409. */
export function replaceObject(context: WriteContext, write: WriteRequest): KubeObject {
  const { request, body } = write;
  const live = getObject(context.store, request);
  const draft = decodeObject(request, body);
  if (request.kind.origin === 'custom' && (draft.metadata.resourceVersion ?? '') === '') {
    const message = 'Invalid value: 0: must be specified for an update';
    throw invalid({ ...request.kind, kind: request.kind.plural }, live.metadata.name, [
      { reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' },
    ]);
  }
  return update(context, write, live, draft);
}

/** PATCH, in every form. A server-side apply of an object that does not exist creates it. */
export function patch(
  context: WriteContext,
  write: WriteRequest,
): { readonly created: boolean; readonly object: KubeObject } {
  const { request } = write;
  const live = context.store.get(request.kind, request.namespace, request.name ?? '');
  const applies = write.contentType === 'application/apply-patch+yaml';
  if (live === undefined && !applies) throw notFound(request.kind, request.name ?? '');
  const writer = writerOf(context, write);
  const draft = patchObject({ write, writer, live });
  if (live === undefined) return { created: true, object: insert(context, write, draft) };
  return { created: false, object: update(context, write, live, draft) };
}

/** DELETE of one object: the object where finalizers hold it back, else a Status that names what is gone. */
export function deleteObject(context: WriteContext, { request, body }: WriteRequest): JsonObject {
  const options = deleteOptionsSchema.safeParse(body ?? {});
  if (!options.success) throw badRequest('the body is not DeleteOptions');
  const { kind } = request;
  const live = getObject(context.store, request);
  const { name, uid, resourceVersion } = live.metadata;
  const wanted = options.data.preconditions;
  if (wanted?.uid !== undefined && wanted.uid !== uid) {
    throw conflict(kind, name, `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`);
  }
  if (wanted?.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict(kind, name, why);
  }
  const dry = isDryRun(request) || options.data.dryRun?.includes('All') === true;
  const held = remove(context, kind, live, dry);
  if (held !== undefined) return held;
  const details = { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

/** DELETE of a collection, as selected; gives the list of what was deleted. */
export function deleteCollection(context: WriteContext, { request }: WriteRequest): JsonObject {
  const { kind } = request;
  const items = context.store.list(kind).filter(selectorOf(request));
  for (const item of items) remove(context, kind, item, isDryRun(request));
  const metadata = { resourceVersion: String(context.store.revision) };
  return { kind: kind.listKind, apiVersion: apiVersionOf(kind), metadata, items };
}

function insert(context: WriteContext, write: WriteRequest, draft: DraftObject): KubeObject {
  const { kind, namespace } = write.request;
  const after = prepareCreate(kind, draft, timeOf(context));
  const { name } = after.metadata;
  if (context.store.get(kind, namespace, name) !== undefined) throw alreadyExists(kind, name);
  const owned = draft.metadata.managedFields;
  const tracked =
    owned === undefined
      ? trackUpdate(kind, writerOf(context, write), { before: undefined, after })
      : { ...after, metadata: { ...after.metadata, managedFields: owned } };
  return store(context, write.request, tracked);
}

function update(context: WriteContext, write: WriteRequest, live: KubeObject, draft: DraftObject): KubeObject {
  const { kind, subresource } = write.request;
  const after = prepareUpdate({ kind, live, draft, subresource });
  const applied = draft.metadata.managedFields !== undefined;
  const tracked = applied ? after : trackUpdate(kind, writerOf(context, write), { before: live, after });
  if (isReleased(tracked) && !isDryRun(write.request)) {
    context.store.remove(kind, live);
    return tracked;
  }
  return store(context, write.request, tracked, live);
}

/** Stores unless the request is a dry run, or nothing would change: then the revision stays as it is. */
function store(context: WriteContext, request: ResourceRequest, object: KubeObject, live?: KubeObject): KubeObject {
  if (live !== undefined && sameJson(live, object)) return live;
  if (isDryRun(request)) return object;
  return context.store.put(request.kind, (revision) => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(revision) },
  }));
}

/** Deletes, or marks as deleted what its finalizers still hold, and then gives it. */
function remove(context: WriteContext, kind: ResourceKind, live: KubeObject, dry: boolean): KubeObject | undefined {
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

function isReleased({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0;
}

function isDryRun({ query }: ResourceRequest): boolean {
  return query.get('dryRun') === 'All';
}

function writerOf(context: WriteContext, { request, contentType, manager }: WriteRequest): Writer {
  return {
    manager,
    operation: contentType === 'application/apply-patch+yaml' ? 'Apply' : 'Update',
    subresource: request.subresource,
    apiVersion: apiVersionOf(request.kind),
    time: timeOf(context),
  };
}

/** Kubernetes' times have whole seconds. */
function timeOf({ clock }: WriteContext): string {
  return new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}
