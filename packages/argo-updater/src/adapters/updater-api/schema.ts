import * as z from 'zod';

/** The states of deliveries, as the API tells them. */
const stateSchema = z.enum(['published', 'planned', 'held', 'committed', 'synced', 'healthy', 'failed']);

/** Replicas that did not answer the one that was asked: what they have is missing. */
const unanswered = z.array(z.string()).default([]);

/** The answer about deliveries. */
export const deliveriesSchema = z.object({
  unanswered,
  deliveries: z.array(
    z.object({
      application: z.string(),
      image: z.string(),
      state: stateSchema,
      reason: z.string().optional(),
      commit: z.string().optional(),
      at: z.string(),
    }),
  ),
});

/** The answer about Applications. */
export const applicationsSchema = z.object({
  unanswered,
  applications: z.array(
    z.object({
      application: z.string(),
      sync: z.string().optional(),
      health: z.string().optional(),
      problems: z.array(z.string()),
      images: z.array(
        z.object({
          alias: z.string(),
          repository: z.string(),
          state: z.string(),
          deployed: z.string().optional(),
          wanted: z.string().optional(),
          why: z.string(),
        }),
      ),
    }),
  ),
});

/** What was asked for is on its way. */
export const acceptedSchema = z.object({ accepted: z.literal(true) });

/** A refusal. */
export const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/** Images on their way, and whose are missing. */
export type ToldDeliveries = z.output<typeof deliveriesSchema>;

/** Applications with their images, and whose are missing. */
export type ToldApplications = z.output<typeof applicationsSchema>;
