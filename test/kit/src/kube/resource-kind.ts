import type { StructuralSchema } from './structural-schema.js';

/** One resource that the fake serves. */
export interface ResourceKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  /** `custom`: defined by a CRD. `builtin`: a type that the server's program knows, which refuses what it cannot decode with 400. */
  readonly origin: 'custom' | 'builtin';
  /** Whether `/status` exists; if so the status is written only there. */
  readonly statusSubresource: boolean;
  readonly schema: StructuralSchema;
}

/** The `apiVersion` of its objects. */
export function apiVersionOf({ group, version }: ResourceKind): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The key of its collection. */
export function resourceKey({ group, plural }: ResourceKind): string {
  return `${group}/${plural}`;
}
