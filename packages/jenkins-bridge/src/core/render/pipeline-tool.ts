import type { Registry } from '../pipeline/model/registry.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { type RegistryTool, registryTool } from './registry-tool.js';

/** The {@link RegistryTool} of a pipeline, for all its images; for copies to another registry, where one is given. */
export function pipelineTool({ builder, images, publication }: Pipeline, target?: Registry): RegistryTool {
  const severalPlatforms = images.some(({ platforms }) => platforms.kind !== 'agent');
  return registryTool({ builder, registry: publication.registry, target, severalPlatforms });
}
