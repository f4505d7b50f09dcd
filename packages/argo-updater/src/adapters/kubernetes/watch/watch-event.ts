import * as z from 'zod';

/** One event of a watch. */
export type WatchEvent =
  | {
      readonly kind: 'changed' | 'deleted';
      readonly object: unknown;
      readonly name: { readonly namespace: string; readonly name: string };
      readonly version: string;
    }
  /** Nothing happened up to this version. */
  | { readonly kind: 'bookmark'; readonly version: string }
  /** The server cannot go on from the version that was asked for. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly message: string };

const eventSchema = z.object({ type: z.string(), object: z.unknown() });
const objectSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), name: z.string().default(''), namespace: z.string().default('') }),
});
const failureSchema = z.object({ code: z.number().nullish(), message: z.string().nullish() });

/** Reads one event of a watch; what cannot be read is a failure. */
export function readWatchEvent(event: unknown): WatchEvent {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return { kind: 'failed', message: 'it sent something that is no event' };
  const { type, object } = parsed.data;
  if (type === 'ERROR') return readFailure(object);
  const read = objectSchema.safeParse(object);
  if (!read.success) return { kind: 'failed', message: `it sent an event of type ${type} without a version` };
  const { resourceVersion: version, ...name } = read.data.metadata;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { kind: 'changed', object, name, version };
    case 'DELETED':
      return { kind: 'deleted', object, name, version };
    case 'BOOKMARK':
      return { kind: 'bookmark', version };
    default:
      return { kind: 'failed', message: `it sent an event of type ${type}, which is not known` };
  }
}

function readFailure(object: unknown): WatchEvent {
  const parsed = failureSchema.safeParse(object);
  if (parsed.success && parsed.data.code === 410) return { kind: 'expired' };
  return { kind: 'failed', message: (parsed.success && parsed.data.message) || 'it ended with an error' };
}
