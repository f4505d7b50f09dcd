import { fileURLToPath } from 'node:url';
import { definePipeline, type PipelineInput } from '@towline/jenkins-bridge';
import type { PipelineBuild } from '@towline/test-kit/groovy';
import { renderPipeline } from '../../../packages/jenkins-bridge/src/core/render/render-pipeline.js';

/** Something that makes a build of a pipeline. */
export interface Subject {
  readonly name: string;
  build(pipeline: PipelineInput): Pick<PipelineBuild, 'script' | 'files' | 'libraries' | 'sandbox'>;
}

const folder = fileURLToPath(new URL('../../../packages/jenkins-bridge/library', import.meta.url));

/** The Shared Library, which reads the pipeline from a file of the repository. */
export const library: Subject = {
  name: 'the Shared Library',
  build: (pipeline) => ({
    script: `@Library('towline') _\ntowlinePipeline()`,
    files: { 'towline.yaml': JSON.stringify(pipeline) },
    libraries: { towline: { folder } },
  }),
};

const rendered = (syntax: 'declarative' | 'scripted'): Subject => ({
  name: `the ${syntax} Jenkinsfile`,
  build: (pipeline) => ({ script: renderPipeline(definePipeline(pipeline), { syntax }), sandbox: true }),
});

/** All that must behave alike. */
export const subjects: readonly Subject[] = [library, rendered('declarative'), rendered('scripted')];
