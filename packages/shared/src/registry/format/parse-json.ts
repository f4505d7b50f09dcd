import type { z } from 'zod';
import { RegistryError } from '../registry-error.js';

/** JSON that a registry sent, accepted by a schema. Throws a `registry-bad-response` that names `what` it should have been. */
export function parseJson<Schema extends z.ZodType>(
  bytes: Uint8Array | string,
  schema: Schema,
  what: string,
): z.output<Schema> {
  const value = decode(bytes, what);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new RegistryError(
    'registry-bad-response',
    `The registry sent ${what} in an unknown form${place}: ${issue?.message}`,
  );
}

function decode(bytes: Uint8Array | string, what: string): unknown {
  const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RegistryError('registry-bad-response', `The registry sent ${what} as something that is not JSON`, {
      cause,
      hint: 'A proxy, a login page or a wrong address may have answered instead.',
    });
  }
}
