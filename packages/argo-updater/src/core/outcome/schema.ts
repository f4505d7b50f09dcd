import * as z from 'zod';

const image = z.object({
  label: z.string(),
  repository: z.string(),
  from: z.string().optional(),
  to: z.string(),
  revision: z.string().optional(),
  source: z.string().optional(),
  author: z.string().optional(),
  history: z.string().optional(),
});

/** What the annotation of the last outcome holds. */
export const deliveryMemorySchema = z.object({
  state: z.enum(['unwritten', 'proposed', 'written', 'failed', 'healthy']),
  images: z.array(image),
  at: z.number(),
  commit: z.string().optional(),
  branch: z.string().optional(),
  syncBefore: z.string().optional(),
  degradedBefore: z.boolean(),
  brokenBefore: z.boolean(),
  failedBefore: z.boolean(),
  takesBack: z.boolean(),
});
