import { z } from 'zod';

const descriptor = z.object({
  mediaType: z.string(),
  digest: z.string(),
  size: z.number(),
  artifactType: z.string().optional(),
});

/** The fields of a manifest or an index that a registry reads. */
export const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: descriptor.optional(),
  layers: z.array(descriptor).optional(),
  manifests: z.array(descriptor).optional(),
  subject: descriptor.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** What a registry that is kept in a folder writes down besides its blobs. */
export const snapshotSchema = z.array(
  z.object({
    name: z.string(),
    createdAt: z.number(),
    settings: z.object({
      mutability: z.enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION']),
      exclusions: z.array(z.string()),
      scanOnPush: z.boolean(),
      lifecyclePolicy: z.string().optional(),
    }),
    images: z.array(z.object({ digest: z.string(), mediaType: z.string(), pushedAt: z.number() })),
    tags: z.array(z.tuple([z.string(), z.string()])),
  }),
);

/** The content of a registry, without the bytes. */
export type Snapshot = z.infer<typeof snapshotSchema>;
