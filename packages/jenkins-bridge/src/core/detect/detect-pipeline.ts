import type { PipelineInput } from '../pipeline/pipeline.js';
import { detectImages } from './detect-images.js';
import { detectTests } from './detect-tests.js';
import type { Folder } from './folder.js';

/** What no folder tells. */
export interface PipelineOrigin {
  /** What the images are called: most often the name of the repository. */
  readonly name: string;
  readonly registry: PipelineInput['publication']['registry'];
  readonly branch?: string | undefined;
}

/** A first pipeline, and the files that it is made from. */
export type DetectedPipeline =
  | { readonly kind: 'pipeline'; readonly pipeline: PipelineInput; readonly from: readonly string[] }
  /** There is nothing to build an image from. */
  | { readonly kind: 'no-image' };

/** A first pipeline from what is found in a folder. It says only what was found: the rest has defaults. */
export function detectPipeline(folder: Folder, { name, registry, branch }: PipelineOrigin): DetectedPipeline {
  const images = detectImages(folder, name);
  if (images.length === 0) return { kind: 'no-image' };
  const tests = detectTests(folder);
  return {
    kind: 'pipeline',
    pipeline: {
      ...(branch === undefined || branch === 'main' ? {} : { source: { branch } }),
      images: images.map(({ image }) => image),
      ...(tests.length === 0 ? {} : { tests: tests.map(({ test }) => test) }),
      publication: { registry },
    },
    from: [...new Set([...images, ...tests].map(({ from }) => from))],
  };
}
