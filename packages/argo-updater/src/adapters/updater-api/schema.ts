import { z } from 'zod';

/** The states of deliveries, as the API tells them. */
const stateSchema = z.enum(['published', 'planned', 'held', 'committed', 'synced', 'healthy', 'failed']);

/** The answer about deliveries. */
export const deliveriesSchema = z.object({
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

/** One image on its way. */
export type ToldDelivery = z.output<typeof deliveriesSchema>['deliveries'][number];

/** An Application with its images. */
export type ToldApplication = z.output<typeof applicationsSchema>['applications'][number];
