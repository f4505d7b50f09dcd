import { randomUUID } from 'node:crypto';
import { admitObject } from './admit-object.js';
import { defined } from './defined.js';
import { type JsonObject, sameJson, without } from './json.js';
import type { DraftMeta, DraftObject, KubeObject, ObjectMeta } from './kube-object.js';
import type { ResourceKind } from './resource-kind.js';
import { conflict, invalid } from './status-error.js';

/** What only the server writes into the metadata of a new object. */
const ofTheServer = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'managedFields'];

/** A new object with all that the server adds but its revision, which the store stamps. `now` is its time of creation. */
export function prepareCreate(kind: ResourceKind, draft: DraftObject, now: string): KubeObject {
  const { namespace, labels, annotations, finalizers } = draft.metadata;
  const metadata: ObjectMeta = {
    ...without(draft.metadata, ...ofTheServer),
    ...defined({ namespace, labels, annotations, finalizers }),
    name: nameOf(kind, draft.metadata),
    uid: randomUUID(),
    resourceVersion: '',
    creationTimestamp: now,
    ...(kind.origin === 'custom' ? { generation: 1 } : {}),
  };
  const content = kind.statusSubresource ? without(draft, 'status') : draft;
  return admitObject(kind, { ...content, apiVersion: draft.apiVersion, kind: draft.kind, metadata });
}

interface Update {
  readonly kind: ResourceKind;
  readonly live: KubeObject;
  readonly draft: DraftObject;
  readonly subresource: string | undefined;
}

/**
 * The live object with new content: what the server owns stays; where there is a status subresource, the status changes only by it and
 * nothing else does then; the generation counts changes of the rest. Throws 409 where the content was based on another version.
 */
export function prepareUpdate({ kind, live, draft, subresource }: Update): KubeObject {
  requireBasis(kind, live, draft.metadata);
  const metadata = keepServersPart(
    live.metadata,
    subresource === undefined ? draft.metadata : live.metadata,
    draft.metadata,
  );
  const next = admitObject(kind, {
    ...contentOf({ kind, live, draft, subresource }),
    apiVersion: live.apiVersion,
    kind: live.kind,
    metadata,
  });
  if (kind.origin === 'builtin') return next;
  const changed = !sameJson(counted(kind, live), counted(kind, next));
  const generation = (live.metadata.generation ?? 0) + (changed ? 1 : 0);
  return { ...next, metadata: { ...next.metadata, generation } };
}

function requireBasis(kind: ResourceKind, { metadata: live }: KubeObject, { uid, resourceVersion }: DraftMeta): void {
  if (uid !== undefined && uid !== '' && uid !== live.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.uid}`;
    throw conflict(kind, live.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== live.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again';
    throw conflict(kind, live.name, why);
  }
}

function contentOf({ kind, live, draft, subresource }: Update): JsonObject {
  if (!kind.statusSubresource) return draft;
  const [main, { status }] = subresource === 'status' ? [live, draft] : [draft, live];
  return { ...without(main, 'status'), ...defined({ status }) };
}

function keepServersPart(
  live: ObjectMeta,
  draft: DraftMeta,
  { managedFields = live.managedFields }: DraftMeta,
): ObjectMeta {
  const { name, uid, resourceVersion, creationTimestamp, namespace, generation, deletionTimestamp } = live;
  const { labels, annotations, finalizers } = draft;
  return {
    ...without(draft, ...ofTheServer),
    ...defined({ labels, annotations, finalizers, namespace, generation, deletionTimestamp, managedFields }),
    name,
    uid,
    resourceVersion,
    creationTimestamp,
  };
}

/** What the generation counts: everything but the metadata, and the status where it is a subresource. */
function counted(kind: ResourceKind, object: KubeObject): JsonObject {
  return without(object, 'metadata', ...(kind.statusSubresource ? ['status'] : []));
}

function nameOf(kind: ResourceKind, { name, generateName }: DraftMeta): string {
  if (name !== undefined && name !== '') return name;
  if (generateName !== undefined && generateName !== '') return generateName + randomUUID().slice(0, 5);
  const message = 'Required value: name or generateName is required';
  throw invalid(kind, '', [{ reason: 'FieldValueRequired', message, field: 'metadata.name' }]);
}
