import { z } from 'zod';

/** A stage of a build, as jenkins-bridge tells it to programs. */
export const stageSchema = z.object({ name: z.string(), status: z.string(), durationMs: z.number().nullish() });

/** A line for each stage: `success  Test, 0.3s`. */
export function stageLines(stages: readonly z.output<typeof stageSchema>[]): string {
  const took = (ms: number | null | undefined): string => (ms ? `, ${(ms / 1000).toFixed(1)}s` : '');
  return stages.map(({ name, status, durationMs }) => `${status.padEnd(8)} ${name}${took(durationMs)}`).join('\n');
}
