import { createSlots } from '@towline/shared/async';
import type { Application } from '../../core/application/application.js';
import { createPollRounds } from '../../core/live/poll-rounds.js';
import { createTimetable } from '../../core/live/timetable.js';
import { createApplicationStore, type StoredApplication } from './application-store.js';
import { createBackground } from './background.js';
import { createBell } from './bell.js';
import type { ControllerPorts } from './controller-ports.js';
import { createListingMemory } from './listing-memory.js';
import type { LiveContext } from './live-context.js';
import { type LiveOptions, liveBounds } from './live-options.js';
import { createNewsMemory } from './news-memory.js';
import { repositoryEntry, requestListing } from './poll-repository.js';
import { createStates } from './states.js';
import { createImageUpdaterTeller } from './tell-image-updaters.js';
import { createWorkTable } from './work-table.js';

/** What a {@link LiveContext} is made for. */
export interface ContextOptions {
  readonly options: () => LiveOptions;
  /** Aborted when everything is to end. */
  readonly signal: AbortSignal;
  /** Called once, when everything was read. */
  readonly onSynced: () => void;
}

/** A context in which nothing happened yet. What changes in its store is planned. */
export function createLiveContext(ports: ControllerPorts, { options, signal, onSynced }: ContextOptions): LiveContext {
  const { work, watch, replicas, addressKey, imageUpdaters, observers = [], followers = [] } = ports;
  const { clock, random, sha256, registry, log } = work;
  const { controllerNamespace, compat = false, concurrency } = options();
  const store = createApplicationStore(
    { controllerNamespace, compat, namespaces: watch.namespaces, addressKey, sha256 },
    {
      synced: onSynced,
      updatersChanged: () => context.needsTelling(),
      changed: (before, after) => planChange(context, before, after),
      observed(application: Application) {
        for (const follower of followers) follower.observed(application);
      },
    },
  );
  const listings = createListingMemory({ registry, sha256 });
  const context: LiveContext = {
    ports: { ...work, listings },
    options,
    store,
    listings,
    works: createWorkTable(() => clock.now()),
    timetable: createTimetable(),
    branches: new Map(),
    branchPolls: new Set(),
    states: createStates(store),
    takeBacks: new Map(),
    owns: (key) => replicas.owns(key),
    bell: createBell(clock),
    polls: new Map(),
    nextRound: createPollRounds(random, liveBounds.jitter),
    lookups: createSlots(concurrency.lookups),
    background: createBackground(log, signal),
    news: createNewsMemory(liveBounds.news),
    observers,
    followers,
    teller: undefined,
    isToTell: true,
    needsTelling() {
      context.isToTell = true;
      context.bell.ring();
    },
  };
  if (imageUpdaters !== undefined)
    context.teller = createImageUpdaterTeller(context, { port: imageUpdaters, replicas });
  return context;
}

/** An Application that changed is planned anew; its new images are listed first. */
function planChange(
  context: LiveContext,
  before: StoredApplication | undefined,
  after: StoredApplication | undefined,
): void {
  const { works, states, takeBacks, followers, timetable, bell, owns } = context;
  if (before?.work !== undefined && before.work !== after?.work) works.dismiss(before.work, before.key);
  if (before !== undefined && after === undefined) {
    states.forget(before.key);
    takeBacks.delete(before.key);
    for (const follower of followers) follower.gone(before.application);
  }
  if (after?.work === undefined || !owns(after.work)) return;
  for (const repository of after.repositories) {
    if (!timetable.has(repositoryEntry(repository))) requestListing(context, repository, { cause: 'start' });
  }
  works.markDue(after.work, after.key, { cause: before === undefined ? 'start' : 'change' });
  bell.ring();
}
