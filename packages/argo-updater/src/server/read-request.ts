import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ServerError } from './server-error.js';

/** The body as text; every body is taken as it came. */
export function bodyText({ body }: Pick<FastifyRequest, 'body'>): string {
  return Buffer.isBuffer(body) ? body.toString('utf8') : '';
}

/** The parameters of the query, each by its first value. */
export function queryOf({ url }: Pick<FastifyRequest, 'url'>): Readonly<Record<string, string>> {
  const query = new Map<string, string>();
  for (const [name, value] of new URL(url, 'http://server').searchParams) if (!query.has(name)) query.set(name, value);
  return Object.fromEntries(query);
}

/** The headers, each as one text. */
export function headersOf({ headers }: Pick<FastifyRequest, 'headers'>): Readonly<Record<string, string>> {
  const texts = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
  return Object.fromEntries(texts);
}

/** The body as a schema accepts it. Throws `server-unreadable` with what is wrong. */
export function readBody<Schema extends z.ZodType>(
  request: Pick<FastifyRequest, 'body'>,
  schema: Schema,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(bodyText(request));
  } catch {
    throw new ServerError('server-unreadable', 'The body is not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ServerError('server-unreadable', `The body is wrong: ${issue?.path.join('.') || 'it'}: ${issue?.message}`);
}
