import { allChecks } from './check/all-checks.js';
import { explainIssue, type IssueContext } from './explain-issue.js';
import { pipelineJsonSchema } from './json-schema.js';
import { type Pipeline, pipelineSchema } from './pipeline.js';
import type { PipelineFinding } from './pipeline-finding.js';

/** A pipeline with what is odd about it, or everything that is wrong with it. */
export type PipelineReading =
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline; readonly warnings: readonly PipelineFinding[] }
  | { readonly kind: 'refused'; readonly findings: readonly PipelineFinding[] };

/** Reads a pipeline from plain data. What is wrong in one section does not hide what is wrong in the others. */
export function checkPipeline(input: unknown): PipelineReading {
  const parsed = pipelineSchema.safeParse(input);
  const sections = parsed.success ? parsed.data : readableSections(input);
  const checked = allChecks.flatMap((check) => [...check(sections)]);
  if (parsed.success && checked.every(({ severity }) => severity === 'warning')) {
    return { kind: 'pipeline', pipeline: parsed.data, warnings: checked };
  }
  const context = (): IssueContext => ({ input, jsonSchema: pipelineJsonSchema() });
  const refused = parsed.success ? [] : explainAll(parsed.error.issues, context());
  return { kind: 'refused', findings: [...refused, ...checked] };
}

function explainAll(
  issues: readonly Parameters<typeof explainIssue>[0][],
  context: IssueContext,
): readonly PipelineFinding[] {
  return issues.flatMap((issue) => explainIssue(issue, context));
}

/** The sections that can be read on their own. */
function readableSections(input: unknown): Partial<Pipeline> {
  if (typeof input !== 'object' || input === null) return {};
  const sections = Object.entries(pipelineSchema.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(Reflect.get(input, key));
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return Object.fromEntries(sections);
}
