import * as models from '@kubernetes/client-node';
import { z } from 'zod';
import type { DeployedObject } from './render.js';

const fieldsSchema = z.array(z.object({ baseName: z.string(), type: z.string() }));
const modelByName: ReadonlyMap<string, unknown> = new Map(Object.entries(models));

/** The fields of a model with their types; undefined where there is no such model. A model is a class that describes itself. */
function fieldsOf(name: string): ReadonlyMap<string, string> | undefined {
  const model = modelByName.get(name);
  if (typeof model !== 'function' || !('attributeTypeMap' in model)) return undefined;
  return new Map(fieldsSchema.parse(model.attributeTypeMap).map(({ baseName, type }) => [baseName, type]));
}

/**
 * What the Kubernetes API would not know or not take of an object: misspelt fields and values of another type, by the models of the client
 * library, which are made from the API's own description. What is missing they do not tell.
 */
export function modelViolations(object: DeployedObject): readonly string[] {
  const version = object.apiVersion.split('/').at(-1) ?? '';
  const model = `${version.slice(0, 1).toUpperCase()}${version.slice(1)}${object.kind}`;
  if (fieldsOf(model) === undefined) return [`there is no model ${model}`];
  return violations(object, model, object.kind);
}

function violations(value: unknown, type: string, path: string): readonly string[] {
  const item = /^Array<(.+)>$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((one, index) => violations(one, item, `${path}[${index}]`));
  }
  const entry = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (entry !== undefined) {
    if (!isObject(value)) return [`${path} is no map`];
    return Object.entries(value).flatMap(([key, one]) => violations(one, entry, `${path}.${key}`));
  }
  const fields = fieldsOf(type);
  if (fields === undefined) return isScalar(value, type) ? [] : [`${path} is no ${type}`];
  if (!isObject(value)) return [`${path} is no ${type}`];
  return Object.entries(value).flatMap(([key, one]) => {
    const known = fields.get(key);
    return known === undefined ? [`${path}.${key} is not known`] : violations(one, known, `${path}.${key}`);
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown, type: string): boolean {
  if (type === 'any') return true;
  if (type === 'IntOrString') return typeof value === 'string' || Number.isInteger(value);
  if (type === 'Date') return typeof value === 'string';
  return typeof value === type;
}
