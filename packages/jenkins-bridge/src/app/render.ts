import type { Pipeline } from '../core/pipeline/pipeline.js';
import { type RenderOptions, renderPipeline } from '../core/render/render-pipeline.js';

/** A Jenkinsfile that is wanted, and what is there. */
export interface RenderRequest extends RenderOptions {
  readonly pipeline: Pipeline;
  /** The file as it is; undefined where there is none. */
  readonly present: string | undefined;
}

/** What a Jenkinsfile is to be, and whether it is. */
export interface RenderedJenkinsfile {
  readonly text: string;
  readonly upToDate: boolean;
}

/** Renders a pipeline, and compares it with the file that is there. Ends of lines that Git has changed on a checkout are no difference. */
export function renderJenkinsfile({ pipeline, present, syntax }: RenderRequest): RenderedJenkinsfile {
  const text = renderPipeline(pipeline, { syntax });
  return { text, upToDate: present?.replaceAll('\r\n', '\n') === text };
}
