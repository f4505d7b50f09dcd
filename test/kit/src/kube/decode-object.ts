import { z } from 'zod';
import { without } from './json.js';
import type { DraftMeta, DraftObject } from './kube-object.js';
import { apiVersionOf, type ResourceKind } from './resource-kind.js';
import { objectSchema } from './schema.js';
import { badRequest, invalid } from './status-error.js';

/** Where an object is written to, as the path says. */
export interface Place {
  readonly kind: ResourceKind;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** A body as an object of its kind at its place, without managedFields, which only the server writes. Throws 400 where it says otherwise. */
export function decodeObject({ kind, namespace, name }: Place, body: unknown): DraftObject {
  const parsed = objectSchema.safeParse(body);
  if (!parsed.success) {
    const what = `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}`;
    throw badRequest(`${what}: ${z.prettifyError(parsed.error)}`);
  }
  const object = parsed.data;
  requireType(kind, object);
  const { managedFields: _ignored, ...metadata } = object.metadata;
  if (namespace !== undefined && (metadata.namespace ?? namespace) !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (name !== undefined && (metadata.name ?? name) !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  const placed: DraftMeta = {
    ...without(metadata, 'namespace'),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
  return { ...object, apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: placed };
}

/** The built-in types are known by their path; custom ones must say what they are. */
function requireType(kind: ResourceKind, { apiVersion, kind: named, metadata }: z.infer<typeof objectSchema>): void {
  if (kind.origin === 'builtin' && apiVersion === undefined && named === undefined) return;
  const expected = apiVersionOf(kind);
  if (named === undefined || named === '') {
    throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): Object 'Kind' is missing`);
  }
  if (kind.origin === 'builtin' && (named !== kind.kind || apiVersion !== expected)) {
    throw badRequest(`${named} in version ${JSON.stringify(apiVersion ?? '')} cannot be handled as a ${kind.kind}`);
  }
  if (apiVersion !== expected) {
    const given = apiVersion ?? '';
    throw badRequest(`the API version in the data (${given}) does not match the expected API version (${expected})`);
  }
  if (named === kind.kind) return;
  const message = `Invalid value: ${JSON.stringify(named)}: must be ${kind.kind}`;
  throw invalid({ ...kind, kind: named }, metadata.name ?? '', [
    { reason: 'FieldValueInvalid', message, field: 'kind' },
  ]);
}
