import { z } from 'zod';

/** The answer to a question for repositories. */
export const catalogSchema = z.object({ repositories: z.array(z.string()) });
/** The answer to a question for tags; a repository that lost all of them says null. */
export const tagsSchema = z.object({ tags: z.array(z.string()).nullable() });

/** What docker-registry posts when something happens, as far as it is read. */
export const notificationSchema = z.object({
  events: z.array(
    z.object({
      timestamp: z.string(),
      action: z.string(),
      target: z.object({
        repository: z.string(),
        digest: z.string().optional(),
        tag: z.string().optional(),
      }),
    }),
  ),
});
