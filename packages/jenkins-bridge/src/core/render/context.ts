import type { WorkingAgent } from '../pipeline/model/agent.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { MethodName } from './methods/method-names.js';
import { type Shell, shellOf } from './shell.js';

/** What every part of a pipeline is rendered with. */
export interface Context {
  readonly pipeline: Pipeline;
  /** Notes that the pipeline calls a method, which is then written behind it. Gives its name. */
  use(method: MethodName): string;
}

/** The shell of the pipeline's own agent. */
export function mainShell({ agent }: Pipeline): Shell {
  return shellOf(agent.kind === 'none' ? 'unix' : agent.os);
}

/** The shell of an agent, which is the pipeline's where there is none of its own. */
export function shellOn(agent: WorkingAgent | undefined, pipeline: Pipeline): Shell {
  return agent === undefined ? mainShell(pipeline) : shellOf(agent.os);
}
