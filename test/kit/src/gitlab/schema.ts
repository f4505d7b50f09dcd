import { z } from 'zod';

/** The bodies of requests that change something. */
export const bodies = {
  create: z.object({
    source_branch: z.string(),
    target_branch: z.string(),
    title: z.string().min(1),
    description: z.string().default(''),
    labels: z.string().default(''),
    reviewer_ids: z.array(z.number()).default([]),
    remove_source_branch: z.boolean().default(false),
  }),
  update: z.object({
    title: z.string().min(1).optional(),
    description: z.string().optional(),
    state_event: z.enum(['close', 'reopen']).optional(),
  }),
  note: z.object({ body: z.string().min(1) }),
  merge: z.object({ merge_when_pipeline_succeeds: z.boolean() }),
} as const;
