import { errorCode, errorMessage, isCodedError } from '@towline/shared/errors';
import { parseDockerfile } from '../../core/dockerfile/parse-dockerfile.js';
import { planStages } from '../../core/image/plan-stages.js';
import type { Pipeline } from '../../core/pipeline/pipeline.js';
import type { Checkout } from '../../core/run/checkout.js';
import type { RunRefusal } from '../../core/run/refuse-run.js';
import { machinePlatform } from '../image/towline-builder.js';

/** What the Dockerfiles of a pipeline say before anything is built. */
export interface DockerfileLook {
  /** Images whose build executes something, and where: `shop/web (RUN in line 3)`. */
  readonly executing: readonly string[];
  readonly refusals: readonly RunRefusal[];
}

/** Looks at every Dockerfile. One that a stage before the build may still write is left to the build. */
export async function lookAtDockerfiles({ images, prepare }: Pipeline, checkout: Checkout): Promise<DockerfileLook> {
  const executing: string[] = [];
  const refusals: RunRefusal[] = [];
  for (const { name, dockerfile, context, buildArgs, target } of images) {
    const path = dockerfile ?? (context === '.' ? 'Dockerfile' : `${context}/Dockerfile`);
    const text = await checkout.readText(path);
    if (text === undefined) {
      if (prepare.length > 0) continue;
      refusals.push({
        reason: `${name} is built from ${path}, which is not there`,
        wayOut: 'Correct images[].dockerfile or images[].context, which are seen from the checkout.',
      });
      continue;
    }
    try {
      const platform = machinePlatform();
      planStages(parseDockerfile(text), { buildArgs, target, platform, buildPlatform: platform });
    } catch (error) {
      if (!isCodedError(error)) throw error;
      if (errorCode(error) === 'image-needs-engine') {
        executing.push(`${name} (${errorMessage(error).split(': ').at(-1)})`);
      } else {
        refusals.push({ reason: `${path}: ${error.message}`, wayOut: error.hint ?? 'Correct the Dockerfile.' });
      }
    }
  }
  return { executing, refusals };
}
