import type { ResourceKind } from './resource-kind.js';
import type { StructuralSchema } from './structural-schema.js';

const text: StructuralSchema = { type: 'string' };
const flag: StructuralSchema = { type: 'boolean' };
const count: StructuralSchema = { type: 'integer' };
const textMap: StructuralSchema = { type: 'object', additionalProperties: text };
const open: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function object(properties: Readonly<Record<string, StructuralSchema>>): StructuralSchema {
  return { type: 'object', properties };
}

interface Builtin {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly fields: Readonly<Record<string, StructuralSchema>>;
}

const builtins: readonly Builtin[] = [
  {
    group: '',
    kind: 'Secret',
    plural: 'secrets',
    namespaced: true,
    fields: { data: textMap, stringData: textMap, type: text, immutable: flag },
  },
  {
    group: '',
    kind: 'ConfigMap',
    plural: 'configmaps',
    namespaced: true,
    fields: { data: textMap, binaryData: textMap, immutable: flag },
  },
  { group: '', kind: 'Namespace', plural: 'namespaces', namespaced: false, fields: { spec: open, status: open } },
  {
    group: '',
    kind: 'Event',
    plural: 'events',
    namespaced: true,
    fields: {
      action: text,
      count,
      eventTime: { ...text, nullable: true },
      firstTimestamp: { ...text, nullable: true },
      involvedObject: open,
      lastTimestamp: { ...text, nullable: true },
      message: text,
      reason: text,
      related: open,
      reportingComponent: text,
      reportingInstance: text,
      series: open,
      source: open,
      type: text,
    },
  },
  {
    group: 'coordination.k8s.io',
    kind: 'Lease',
    plural: 'leases',
    namespaced: true,
    fields: {
      spec: object({
        acquireTime: text,
        holderIdentity: text,
        leaseDurationSeconds: count,
        leaseTransitions: count,
        preferredHolder: text,
        renewTime: text,
        strategy: text,
      }),
    },
  },
];

/** The types of Kubernetes itself that Towline uses. */
export const builtinKinds: readonly ResourceKind[] = builtins.map(({ group, kind, plural, namespaced, fields }) => ({
  group,
  version: 'v1',
  kind,
  listKind: `${kind}List`,
  plural,
  singular: kind.toLowerCase(),
  namespaced,
  origin: 'builtin',
  statusSubresource: false,
  schema: object({ apiVersion: text, kind: text, metadata: open, ...fields }),
}));
