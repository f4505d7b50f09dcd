import { fileURLToPath } from 'node:url';
import type { PipelineInput } from '@towline/jenkins-bridge';
import type { PipelineBuild } from '@towline/test-kit/groovy';

/** Something that makes a build of a pipeline. */
export interface Subject {
  readonly name: string;
  build(pipeline: PipelineInput): Pick<PipelineBuild, 'script' | 'files' | 'libraries' | 'sandbox'>;
}

const folder = fileURLToPath(new URL('../../../packages/jenkins-bridge/library', import.meta.url));

/** All that must behave alike. */
export const subjects: readonly Subject[] = [
  {
    name: 'the Shared Library',
    build: (pipeline) => ({
      script: `@Library('towline') _\ntowlinePipeline()`,
      files: { 'towline.yaml': JSON.stringify(pipeline) },
      libraries: { towline: { folder } },
    }),
  },
];
