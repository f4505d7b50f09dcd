import * as z from 'zod';

const count = z.number().int().nonnegative();

/** What the Lease of a replica says of ImageUpdaters, by `namespace/name`. */
export const notesSchema = z.record(
  z.string(),
  z.object({
    errors: count,
    recent: z.array(
      z.object({
        alias: z.string(),
        image: z.string(),
        newVersion: z.string(),
        applicationsUpdated: count,
        message: z.string(),
        updatedAt: z.string(),
      }),
    ),
  }),
);
