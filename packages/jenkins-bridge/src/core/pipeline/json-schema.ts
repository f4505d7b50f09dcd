import * as z from 'zod';
import { pipelineSchema } from './pipeline.js';

/** A JSON Schema, and each part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

let made: JsonSchema | undefined;

/** The JSON Schema of a pipeline as a person writes it: for editors, for the reference page, and for telling what was meant. */
export function pipelineJsonSchema(): JsonSchema {
  made ??= { ...z.toJSONSchema(pipelineSchema, { io: 'input' }), title: 'towline.yaml' };
  return made;
}
