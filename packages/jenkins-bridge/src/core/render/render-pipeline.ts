import type { Pipeline } from '../pipeline/pipeline.js';
import { type Code, printCode } from './code.js';
import type { Context } from './context.js';
import { declarativePipeline } from './declarative.js';
import type { MethodName } from './methods/method-names.js';
import { writeMethods } from './methods/write-methods.js';
import { planStages } from './plan-stages.js';
import { scriptedPipeline } from './scripted.js';

/** The two languages of a Jenkinsfile. */
export const pipelineSyntaxes = ['declarative', 'scripted'] as const;

/** How a Jenkinsfile is written. */
export interface RenderOptions {
  readonly syntax: (typeof pipelineSyntaxes)[number];
}

/**
 * The Jenkinsfile of a pipeline: the same text for the same pipeline, with a line break at the end. Throws a {@link RenderError} where a text
 * cannot be handed to a command of Windows.
 */
export function renderPipeline(pipeline: Pipeline, { syntax }: RenderOptions): string {
  const used = new Set<MethodName>();
  const context: Context = {
    pipeline,
    use(method) {
      used.add(method);
      return method;
    },
  };
  const groups = planStages(context);
  const code: Code =
    syntax === 'declarative' ? declarativePipeline(pipeline, groups) : scriptedPipeline(context, groups);
  return `${heading}\n${printCode(code)}${writeMethods(pipeline, used)}`;
}

const heading = '// Made by jenkins-bridge from towline.yaml: change that file, and run jenkins-bridge render.';
