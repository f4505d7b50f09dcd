import { z } from 'zod';

/** The line that kube-api prints when it is ready. */
export const kubeApiReadySchema = z.object({ url: z.string(), caFile: z.string(), token: z.string() });

/** Its answer to `compact`. */
export const kubeApiCompactedSchema = z.object({ compacted: z.number() });
