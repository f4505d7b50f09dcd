import { parseDigest, readImageReference } from '@towline/shared/image';
import * as z from 'zod';

/** A repository by its whole name, `registry/name`, without tag and digest. */
const repository = z.string().transform((text, context) => {
  const reading = readImageReference(text);
  if (reading.kind === 'reference' && reading.reference.tag === undefined && reading.reference.digest === undefined) {
    const { host, path } = reading.reference;
    return { host, path };
  }
  context.addIssue(reading.kind === 'refused' ? reading.problem : 'is written without tag and digest');
  return z.NEVER;
});

const digest = z.string().transform((text, context) => {
  const parsed = parseDigest(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('is not a digest');
  return z.NEVER;
});

/** The body of `POST /api/v1/refresh`. */
export const refreshSchema = z.object({ repository, tag: z.string().optional(), digest: digest.optional() });

const application = z.object({ namespace: z.string(), name: z.string() });

/** The body of `POST /internal/events`. */
export const handedSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    repository: z.object({ host: z.string(), path: z.string() }),
    tag: z.string().optional(),
    digest: digest.optional(),
    pushedAt: z.number().optional(),
    deliveryId: z.string().optional(),
  }),
  z.object({
    kind: z.literal('manifests'),
    repository: z.string(),
    branch: z.string().optional(),
    deliveryId: z.string().optional(),
  }),
  z.object({ kind: z.literal('reconcile'), application }),
]);
