import { z } from 'zod';

const textMap = z.record(z.string(), z.string()).exactOptional();
const text = z.string().exactOptional();

/** The body of a write, as far as every kind has it. A null in the metadata is as good as nothing. */
export const objectSchema = z
  .object({
    apiVersion: text,
    kind: text,
    metadata: z.preprocess(
      dropNulls,
      z
        .object({
          name: text,
          namespace: text,
          generateName: text,
          uid: text,
          resourceVersion: text,
          labels: textMap,
          annotations: textMap,
          finalizers: z.array(z.string()).exactOptional(),
        })
        .catchall(z.json()),
    ),
  })
  .catchall(z.json());

/** The body of a DELETE. */
export const deleteOptionsSchema = z.object({
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).optional(),
  dryRun: z.array(z.string()).optional(),
});

/** The token of the next page of a list. */
export const continueSchema = z.object({ revision: z.number(), after: z.string() });

function dropNulls(metadata: unknown): unknown {
  if (typeof metadata !== 'object' || metadata === null) return metadata ?? {};
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null));
}

/** Any JSON. */
export const jsonSchema = z.json();
