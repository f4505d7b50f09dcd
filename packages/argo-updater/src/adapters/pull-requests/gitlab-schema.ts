import * as z from 'zod';

/** A merge request. */
export const mergeRequestSchema = z.object({
  iid: z.number(),
  web_url: z.string(),
  source_branch: z.string(),
  target_branch: z.string(),
  source_project_id: z.number(),
  target_project_id: z.number(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['opened', 'closed', 'locked', 'merged']),
  detailed_merge_status: z.string().nullish(),
});

/** A page of merge requests. */
export const mergeRequestsSchema = z.array(mergeRequestSchema);

/** Users by their names. */
export const usersSchema = z.array(z.object({ id: z.number(), username: z.string() }));

/** How GitLab says why it refuses: a text, or texts by field. */
export const refusalSchema = z.object({
  message: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.array(z.string()))]).optional(),
  error: z.string().optional(),
});
