import { decodeObject, type Place } from './decode-object.js';
import { leavesOf, ownershipSchema } from './field-set.js';
import { isJsonObject, type Json, type JsonObject } from './json.js';
import { applyJsonPatch } from './json-patch.js';
import type { DraftObject, KubeObject } from './kube-object.js';
import { assignFields, type Writer } from './managed-fields.js';
import { applyMergePatch, applyStrategicMergePatch } from './merge-patch.js';
import type { WriteRequest } from './request-info.js';
import { jsonSchema } from './schema.js';
import { applyServerSide } from './server-side-apply.js';
import { badRequest, managerRequired, unsupportedMediaType } from './status-error.js';

const accepted = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];
const acceptedByBuiltins = [...accepted.slice(0, 2), 'application/strategic-merge-patch+json', accepted[2] ?? ''];

interface Patch {
  readonly write: WriteRequest;
  readonly writer: Writer;
  /** Undefined only for a server-side apply. */
  readonly live: KubeObject | undefined;
}

/**
 * What the object would be after a patch. A server-side apply gives it with managedFields; for the others the caller finds out who owns
 * what. Throws 400, 415 or 422 for a patch that cannot be applied, 409 for fields that others own.
 */
export function patchObject({ write, writer, live }: Patch): DraftObject {
  const { request, contentType } = write;
  const types = request.kind.origin === 'builtin' ? acceptedByBuiltins : accepted;
  if (!types.includes(contentType)) throw unsupportedMediaType(types);
  const parsed = jsonSchema.safeParse(write.body);
  if (!parsed.success) throw badRequest('the patch is not JSON');
  const body = parsed.data;
  if (contentType === 'application/apply-patch+yaml') return applyPatch({ write, writer, live }, requireObject(body));
  const document: Json = live ?? {};
  switch (contentType) {
    case 'application/json-patch+json':
      return decodeObject(request, applyJsonPatch(document, body));
    case 'application/merge-patch+json':
      return decodeObject(request, applyMergePatch(document, requireObject(body)));
    default:
      return decodeObject(request, applyStrategicMergePatch(document, requireObject(body)));
  }
}

function applyPatch({ write, writer, live }: Patch, body: JsonObject): DraftObject {
  const { kind, query } = write.request;
  const place: Place = write.request;
  if (query.get('fieldManager') === null) throw managerRequired();
  const applied = decodeObject(place, { ...body, apiVersion: body.apiVersion ?? '', kind: body.kind ?? '' });
  if (live === undefined) {
    const owned = new Set(leavesOf(applied, ownershipSchema(kind.schema)).keys());
    const managedFields = assignFields([], writer, { owned, taken: owned });
    return { ...applied, metadata: { ...applied.metadata, managedFields } };
  }
  const { object, managedFields } = applyServerSide({
    kind,
    writer,
    live,
    applied,
    force: query.get('force') === 'true',
  });
  const draft = decodeObject(place, object);
  const { resourceVersion = live.metadata.resourceVersion } = applied.metadata;
  return { ...draft, metadata: { ...draft.metadata, resourceVersion, managedFields } };
}

function requireObject(body: Json): JsonObject {
  if (!isJsonObject(body)) throw badRequest('the patch is not an object');
  return body;
}
