import { isJsonObject, type Json, without } from './json.js';
import type { KubeObject } from './kube-object.js';
import type { ResourceKind } from './resource-kind.js';
import { schemaViolations } from './schema-violations.js';
import { badRequest, invalid } from './status-error.js';
import { normalise } from './structural-schema.js';

/**
 * The object as it may be stored: unknown fields dropped, defaults filled in, `stringData` of a Secret moved into its data. Throws 422
 * where a custom resource breaks its schema, and 400 where a built-in type cannot be decoded.
 */
export function admitObject(kind: ResourceKind, object: KubeObject): KubeObject {
  const { apiVersion, metadata } = object;
  const normal = normalise(kind.schema, object);
  const complete = { ...(isJsonObject(normal) ? normal : {}), apiVersion, kind: object.kind, metadata };
  const violations = schemaViolations(kind.schema, complete);
  const [first] = violations;
  if (first === undefined) return kind.group === '' && kind.kind === 'Secret' ? completeSecret(complete) : complete;
  if (kind.origin === 'custom') throw invalid(kind, metadata.name, violations);
  throw badRequest(
    `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${first.field}: ${first.message}`,
  );
}

function completeSecret(secret: KubeObject): KubeObject {
  const { data, stringData, type } = secret;
  const given = Object.entries(isJsonObject(stringData) ? stringData : {});
  const encoded = given.map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  const all: Record<string, Json> = { ...(isJsonObject(data) ? data : {}), ...Object.fromEntries(encoded) };
  const { apiVersion, kind, metadata } = secret;
  return {
    ...without(secret, 'stringData', 'data'),
    ...(Object.keys(all).length === 0 ? {} : { data: all }),
    type: typeof type === 'string' && type !== '' ? type : 'Opaque',
    apiVersion,
    kind,
    metadata,
  };
}
