import { z } from 'zod';

const callSchema = z.object({
  index: z.number(),
  step: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  command: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  stage: z.string(),
  node: z.string().nullable(),
  within: z.array(z.string()),
  branch: z.string(),
});

const findingSchema = z.object({ message: z.string(), line: z.number().optional(), column: z.number().optional() });

const buildResultSchema = z.enum(['SUCCESS', 'UNSTABLE', 'FAILURE', 'NOT_BUILT', 'ABORTED']);

/** What a build came to. */
export const pipelineResultSchema = z.object({
  result: buildResultSchema,
  calls: z.array(callSchema),
  stages: z.record(z.string(), z.enum([...buildResultSchema.options, 'SKIPPED'])),
  log: z.array(z.string()),
  error: z
    .object({ type: z.string(), message: z.string(), line: z.number().nullable(), findings: z.array(findingSchema) })
    .nullable(),
  sandbox: z.array(z.string()),
});

/** A script that was read. */
export const parsedScriptSchema = z.object({
  errors: z.array(findingSchema),
  literals: z.array(
    z.object({
      value: z.string().optional(),
      parts: z.array(z.string()).optional(),
      expressions: z.array(z.string()).optional(),
      line: z.number(),
      column: z.number(),
      endLine: z.number(),
      endColumn: z.number(),
    }),
  ),
});

/** A line of the engine. */
export const engineMessageSchema = z.discriminatedUnion('kind', [
  z.object({ id: z.number(), kind: z.literal('ask'), call: callSchema }),
  z.object({ id: z.number(), kind: z.literal('left'), index: z.number() }),
  z.object({ id: z.number(), kind: z.literal('done'), value: z.unknown() }),
  z.object({ id: z.number(), kind: z.literal('broken'), message: z.string() }),
]);
