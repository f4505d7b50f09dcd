import { errorCode, isCodedError } from '@towline/shared/errors';
import type { Clock, Logger } from '@towline/shared/ports';
import { backoffMs } from '../../../core/live/backoff.js';
import type { KubeClient } from '../kube-client.js';
import { KubernetesError } from '../kubernetes-error.js';
import { listVersionSchema } from '../schema.js';
import { isExpired } from '../translate-failure.js';
import { readWatchEvent } from './watch-event.js';

/** What is told of a collection of objects. */
export interface ResourceSink<Item> {
  /** All there is: what is not among it is gone. */
  replaced(items: readonly Item[]): void;
  changed(item: Item): void;
  /** It was deleted, or cannot be read any more. */
  gone(name: { readonly namespace: string; readonly name: string }): void;
}

/** What is watched. */
export interface WatchTarget<Item> {
  readonly path: string;
  readonly labelSelector?: string | undefined;
  /** Takes what is needed of a page of a list, or of one object; the rest is forgotten at once. */
  readonly read: (document: unknown) => readonly Item[];
}

/** What a watch works with. */
export interface WatchDependencies {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** At least 0 and below 1. */
  readonly random: () => number;
  /** How long a connection may be silent. Default 90 s: API servers send bookmarks about every minute. */
  readonly idleMs?: number | undefined;
}

const usualIdleMs = 90_000;
const pauses = { firstMs: 500, mostMs: 30_000 };
/** How long the server is to keep a watch, so that connections spread over its instances; half of it is left to chance. */
const watchSeconds = 300;
/** A kind that is not served yet may be installed while we run. */
const unservedPauseMs = 60_000;

/**
 * Tells a sink what a collection holds and how it changes, until the signal is aborted. A watch that ends, breaks or falls silent goes on from
 * the last version it saw; where the server has forgotten that one, everything is listed again. A kind that the cluster does not serve is an
 * empty collection.
 */
export async function watchResource<Item>(
  dependencies: WatchDependencies,
  { target, sink }: { readonly target: WatchTarget<Item>; readonly sink: ResourceSink<Item> },
  signal: AbortSignal,
): Promise<void> {
  const { clock, log, random } = dependencies;
  const { path } = target;
  let version: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      version ??= await listAll(dependencies, { target, sink }, signal);
      const end = await follow(dependencies, { target, sink, from: version }, signal);
      failures = end.progressed ? 0 : failures + 1;
      version = end.version;
      // A server that ends every watch at once is not asked without pause.
      if (failures > 1) await clock.sleep(backoffMs(failures, random(), pauses), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isCodedError(error)) throw error;
      if (isExpired(error)) version = undefined;
      failures += 1;
      const unserved = errorCode(error) === 'kubernetes-not-found';
      if (unserved) sink.replaced([]);
      else log.warn({ path, code: error.code, error: error.message }, 'A watch broke and goes on');
      const pause = unserved ? unservedPauseMs : backoffMs(failures, random(), pauses);
      await clock.sleep(pause, signal).catch(() => undefined);
    }
  }
}

interface Watched<Item> {
  readonly target: WatchTarget<Item>;
  readonly sink: ResourceSink<Item>;
}

async function listAll<Item>(
  { client }: WatchDependencies,
  { target: { path, labelSelector, read }, sink }: Watched<Item>,
  signal: AbortSignal,
): Promise<string> {
  let version = '';
  const items = await client.list({ path, labelSelector, signal }, (page) => {
    const parsed = listVersionSchema.safeParse(page);
    if (!parsed.success) throw new KubernetesError('kubernetes-answer', `The list ${path} has no version`);
    version = parsed.data.metadata.resourceVersion;
    return read(page);
  });
  sink.replaced(items);
  return version;
}

interface WatchEnd {
  /** Undefined where everything is to be listed again. */
  readonly version: string | undefined;
  readonly progressed: boolean;
}

async function follow<Item>(
  { client, random, log, idleMs = usualIdleMs }: WatchDependencies,
  { target, sink, from }: Watched<Item> & { readonly from: string },
  signal: AbortSignal,
): Promise<WatchEnd> {
  const { path, labelSelector, read } = target;
  const timeoutSeconds = Math.round(watchSeconds * (1 + random() / 2));
  let version = from;
  try {
    const events = client.watch({ path, labelSelector, resourceVersion: from, timeoutSeconds, idleMs, signal });
    for await (const raw of events) {
      const event = readWatchEvent(raw);
      if (event.kind === 'expired') return { version: undefined, progressed: version !== from };
      if (event.kind === 'failed') {
        log.warn({ path, error: event.message }, 'A watch failed and begins anew');
        return { version: undefined, progressed: false };
      }
      if (event.kind === 'changed') tell(sink, event.name, read(event.object));
      else if (event.kind === 'deleted') sink.gone(event.name);
      version = event.version;
    }
  } catch (error) {
    if (version === from || !isCodedError(error) || isExpired(error)) throw error;
    // What it brought before it broke is not asked for again.
    log.debug({ path, code: error.code, error: error.message }, 'A watch broke and goes on');
  }
  return { version, progressed: version !== from };
}

function tell<Item>(
  sink: ResourceSink<Item>,
  name: { readonly namespace: string; readonly name: string },
  items: readonly Item[],
): void {
  const [item] = items;
  if (item === undefined) sink.gone(name);
  else sink.changed(item);
}
