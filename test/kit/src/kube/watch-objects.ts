import type { ServerResponse } from 'node:http';
import type { Clock } from '@towline/shared/ports';
import { selectorOf } from './read-objects.js';
import type { ResourceRequest } from './request-info.js';
import { resourceKey } from './resource-kind.js';
import type { Selector } from './selectors.js';
import { badRequest, isStatusError } from './status-error.js';
import type { Change, KubeStore } from './store.js';
import { type OpenWatches, WatchStream } from './watch-streams.js';

/** What watching needs. */
export interface WatchContext {
  readonly store: KubeStore;
  readonly clock: Clock;
  readonly watches: OpenWatches;
}

/** A request to watch, with where its events go and what ends it. */
export interface WatchRequest {
  readonly request: ResourceRequest;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
}

/** As long as the API server waits between two bookmarks, and before the end of a watch. */
const bookmarkEveryMs = 60_000;
const bookmarkBeforeEndMs = 2_000;

/**
 * Serves a watch until the client goes, the server stops, or its timeoutSeconds are over. Without a resourceVersion it begins with all
 * that is there; with one it goes on from it, or ends with an ERROR event of code 410 where the changes since are not known any more.
 */
export async function watchObjects(
  { store, clock, watches }: WatchContext,
  { request, response, signal }: WatchRequest,
): Promise<void> {
  const { kind, query } = request;
  const selector = selectorOf(request);
  const from = startOf(query);
  const bookmarks = ['true', '1'].includes(query.get('allowWatchBookmarks') ?? '');
  const stream = new WatchStream(kind, response, { bookmarks, revision: store.revision });
  try {
    if (from === 'now' || query.get('sendInitialEvents') === 'true') sendAll(store, request, stream);
    else for (const change of store.changesSince(kind, from)) sendChange(stream, change, selector);
  } catch (error) {
    if (!isStatusError(error)) throw error;
    return stream.fail(error.status);
  }
  const resource = resourceKey(kind);
  const forget = watches.add(stream);
  const unsubscribe = store.subscribe((change) => {
    if (change.resource === resource) sendChange(stream, change, selector);
  });
  try {
    await untilEnd({
      clock,
      seconds: Number(query.get('timeoutSeconds') ?? 0),
      signal,
      bookmark: () => stream.bookmark(store.revision),
    });
  } finally {
    unsubscribe();
    forget();
    stream.end();
  }
}

function startOf(query: URLSearchParams): number | 'now' {
  const text = query.get('resourceVersion') ?? '';
  if (text === '' || text === '0') return 'now';
  const revision = Number(text);
  if (Number.isInteger(revision) && revision > 0) return revision;
  throw badRequest(`invalid resource version: ${text}`);
}

function sendAll(store: KubeStore, request: ResourceRequest, stream: WatchStream): void {
  for (const object of store.list(request.kind).filter(selectorOf(request))) stream.send('ADDED', object);
  if (request.query.get('sendInitialEvents') !== 'true') return;
  stream.bookmark(store.revision, { 'k8s.io/initial-events-end': 'true' });
}

/** What a change means to a watch: an object that begins or ceases to be selected is added or deleted. */
function sendChange(stream: WatchStream, { before, after, revision }: Change, selector: Selector): void {
  const was = before !== undefined && selector(before);
  const is = after !== undefined && selector(after);
  if (is) stream.send(was ? 'MODIFIED' : 'ADDED', after);
  else if (was)
    stream.send('DELETED', { ...before, metadata: { ...before.metadata, resourceVersion: String(revision) } });
}

interface Wait {
  readonly clock: Clock;
  /** 0 waits for ever. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly bookmark: () => void;
}

/** Waits for the end of a watch, sending bookmarks meanwhile. */
async function untilEnd({ clock, seconds, signal, bookmark }: Wait): Promise<void> {
  const end = seconds > 0 ? clock.now() + seconds * 1000 : Number.POSITIVE_INFINITY;
  for (;;) {
    const next = nextBookmark(clock.now(), end);
    await clock.sleep(Math.min(next, end) - clock.now(), signal).catch(ignoreAbort(signal));
    if (signal.aborted || next >= end) return;
    bookmark();
  }
}

/** In a minute, or where the end is nearer than that shortly before it; the end itself once that has been. */
function nextBookmark(now: number, end: number): number {
  const last = end - bookmarkBeforeEndMs;
  return now < last ? Math.min(now + bookmarkEveryMs, last) : end;
}

function ignoreAbort(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}
