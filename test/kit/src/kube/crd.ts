import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ResourceKind } from './resource-kind.js';
import type { StructuralSchema } from './structural-schema.js';

const structuralSchema: z.ZodType<StructuralSchema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    properties: z.record(z.string(), structuralSchema).optional(),
    additionalProperties: z.union([z.boolean(), structuralSchema]).optional(),
    items: structuralSchema.optional(),
    required: z.array(z.string()).optional(),
    enum: z.array(z.json()).optional(),
    default: z.json().optional(),
    nullable: z.boolean().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    'x-kubernetes-preserve-unknown-fields': z.boolean().optional(),
    'x-kubernetes-int-or-string': z.boolean().optional(),
    'x-kubernetes-list-type': z.enum(['atomic', 'set', 'map']).optional(),
    'x-kubernetes-list-map-keys': z.array(z.string()).optional(),
    'x-kubernetes-map-type': z.enum(['atomic', 'granular']).optional(),
  }),
);

const definition = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.object({
      kind: z.string(),
      listKind: z.string().optional(),
      plural: z.string(),
      singular: z.string().optional(),
    }),
    versions: z.array(
      z.object({
        name: z.string(),
        storage: z.boolean(),
        subresources: z.object({ status: z.object({}).optional() }).optional(),
        schema: z.object({ openAPIV3Schema: structuralSchema }),
      }),
    ),
  }),
});

/** The folder of the CRDs that Towline works with: Application, ApplicationSet, ImageUpdater. */
export const crdFolder: string = fileURLToPath(new URL('../../crds', import.meta.url));

/** The resource that the text of a CRD defines, in the version that is stored. */
export function parseCrd(text: string): ResourceKind {
  const { spec } = definition.parse(parse(text));
  const stored = spec.versions.find(({ storage }) => storage);
  if (stored === undefined) throw new TypeError(`${spec.names.plural}.${spec.group} has no version that is stored`);
  const { kind, plural } = spec.names;
  return {
    group: spec.group,
    version: stored.name,
    kind,
    listKind: spec.names.listKind ?? `${kind}List`,
    plural,
    singular: spec.names.singular ?? kind.toLowerCase(),
    namespaced: spec.scope === 'Namespaced',
    origin: 'custom',
    statusSubresource: stored.subresources?.status !== undefined,
    schema: withMetadata(stored.schema.openAPIV3Schema),
  };
}

/** The resources of every CRD (*.yaml) of a folder. */
export function readCrds(folder: string): readonly ResourceKind[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().map((name) => parseCrd(readFileSync(join(folder, name), 'utf8')));
}

let own: readonly ResourceKind[] | undefined;

/** The resources of the kit's own CRDs; their files are read once. */
export function kitKinds(): readonly ResourceKind[] {
  own ??= readCrds(crdFolder);
  return own;
}

/** A CRD says only `type: object` of the metadata; the server knows the rest. */
function withMetadata(schema: StructuralSchema): StructuralSchema {
  const metadata = { ...schema.properties?.metadata, type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return { ...schema, properties: { apiVersion: {}, kind: {}, ...schema.properties, metadata } };
}
