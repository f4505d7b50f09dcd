import type { PipelineResult } from './pipeline.js';

/** The commands that a build ran on its agents, in order. */
export function commandsOf(result: PipelineResult): string[] {
  return result.calls.flatMap((call) => call.command ?? []);
}
