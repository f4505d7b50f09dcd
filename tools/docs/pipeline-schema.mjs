import { importBuilt } from './built.mjs';

/** packages/jenkins-bridge/schema/towline.schema.json: the JSON Schema of a pipeline, for editors. */
export async function pipelineSchema(root) {
  const module = await importBuilt(root, 'packages/jenkins-bridge/src/core/pipeline/json-schema.ts');
  return module === undefined ? undefined : `${JSON.stringify(module.pipelineJsonSchema(), null, 2)}\n`;
}
