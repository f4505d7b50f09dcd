import { decodeObject } from './decode-object.js';
import { sameJson } from './json.js';
import type { DraftObject, KubeObject } from './kube-object.js';
import { trackUpdate, type Writer } from './managed-fields.js';
import { patchObject } from './patch-object.js';
import { prepareCreate, prepareUpdate } from './prepare-object.js';
import { getObject } from './read-objects.js';
import type { ResourceRequest, WriteRequest } from './request-info.js';
import { apiVersionOf } from './resource-kind.js';
import { alreadyExists, invalid, notFound, versionOnCreate } from './status-error.js';
import { isDryRun, timeOf, type WriteContext } from './write-context.js';

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
  return update(context, write, { live, draft });
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
  return { created: false, object: update(context, write, { live, draft }) };
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
  return store(context, write.request, { live: undefined, next: tracked });
}

interface Change {
  readonly live: KubeObject;
  readonly draft: DraftObject;
}

function update(context: WriteContext, write: WriteRequest, { live, draft }: Change): KubeObject {
  const { kind, subresource } = write.request;
  const after = prepareUpdate({ kind, live, draft, subresource });
  const applied = draft.metadata.managedFields !== undefined;
  const tracked = applied ? after : trackUpdate(kind, writerOf(context, write), { before: live, after });
  if (isReleased(tracked) && !isDryRun(write.request)) {
    context.store.remove(kind, live);
    return tracked;
  }
  return store(context, write.request, { live, next: tracked });
}

interface Write {
  readonly live: KubeObject | undefined;
  readonly next: KubeObject;
}

/** Stores unless the request is a dry run, or nothing would change: then the revision stays as it is. */
function store(context: WriteContext, request: ResourceRequest, { live, next }: Write): KubeObject {
  if (live !== undefined && sameJson(live, next)) return live;
  if (isDryRun(request)) return next;
  return context.store.put(request.kind, (revision) => ({
    ...next,
    metadata: { ...next.metadata, resourceVersion: String(revision) },
  }));
}

function isReleased({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0;
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
