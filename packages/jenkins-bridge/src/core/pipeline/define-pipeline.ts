import { checkPipeline } from './check-pipeline.js';
import type { Pipeline, PipelineInput } from './pipeline.js';
import { PipelineError } from './pipeline-error.js';

/** A pipeline that is written in TypeScript, complete. Throws a {@link PipelineError} with every mistake. */
export function definePipeline(input: PipelineInput): Pipeline {
  const reading = checkPipeline(input);
  if (reading.kind === 'refused') throw new PipelineError(reading.findings);
  return reading.pipeline;
}
