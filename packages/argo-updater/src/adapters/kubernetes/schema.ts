import * as z from 'zod';

/** A page of a list: what it takes to go on. */
export const listPageSchema = z.object({
  items: z.array(z.unknown()).nullish(),
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
});

/** How the API server says that it refuses a request. */
export const statusSchema = z.object({
  kind: z.literal('Status'),
  message: z.string().nullish(),
  reason: z.string().nullish(),
});

/** A Secret: its fields as base64. */
export const secretSchema = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).nullish() }),
  data: z.record(z.string(), z.string()).nullish(),
});

/** A page of Secrets. */
export const secretListSchema = z.object({ items: z.array(secretSchema).nullish() });

/** What tells the state of an object. */
export const versionedSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

const namedVersionSchema = z.object({ metadata: z.object({ name: z.string(), resourceVersion: z.string() }) });

/** A page of a list, or one object: which objects these are, in which state. */
export const namedVersionsSchema = z.union([
  z.object({ items: z.array(namedVersionSchema).nullable() }),
  namedVersionSchema,
]);

/** A ConfigMap. */
export const configMapSchema = z.object({ data: z.record(z.string(), z.string()).nullish() });

/** The answer to whether something is allowed. */
export const accessReviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

/** The version of a list, from which a watch goes on. */
export const listVersionSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

/** A Lease. */
export const leaseSchema = z.object({
  metadata: z.object({
    name: z.string(),
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.object({ holderIdentity: z.string().nullish() }).nullish(),
});

/** A list of Leases. */
export const leaseListSchema = z.object({ items: z.array(leaseSchema) });
