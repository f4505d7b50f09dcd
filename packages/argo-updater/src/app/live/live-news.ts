import { errorCode, errorMessage } from '@towline/shared/errors';
import { formatRepository } from '@towline/shared/image';
import { type ApplicationName, applicationKey } from '../../core/application/application.js';
import { concernsImage } from '../../core/application/images/image-event.js';
import { backoffMs } from '../../core/live/backoff.js';
import type { ImageEvent, LiveEvent, ManifestEvent } from '../../core/live/live-event.js';
import type { StoredApplication } from './application-store.js';
import type { LiveContext } from './live-context.js';
import { liveBounds } from './live-options.js';
import { requestBranch } from './poll-branches.js';
import { requestListing } from './poll-repository.js';
import type { EventSink, Peer, PeersPort, ReconcileRequest, ReplicasPort } from './ports.js';

/** Takes in news, and requests to look at an Application. */
export interface LiveNews {
  /** From outside: what belongs to other replicas is handed to them. */
  readonly events: EventSink;
  /** From another replica: what is not ours is left to the poll of whoever has it. */
  readonly handed: { accept(event: LiveEvent | ReconcileRequest): 'accepted' | 'full' };
  /** Has an Application looked at anew, here or by the replica that has it. */
  reconcile(application: ApplicationName): 'accepted' | 'full';
  /** Takes in what came before everything was read. */
  flush(): void;
}

/** What {@link createLiveNews} works with. */
export interface NewsDependencies {
  readonly context: LiveContext;
  readonly replicas: ReplicasPort;
  readonly peers: PeersPort | undefined;
  readonly addressKey: (address: string) => string;
  readonly compat: () => boolean;
  readonly signal: AbortSignal;
}

type News = LiveEvent | ReconcileRequest;

/** {@link LiveNews} that never waits: what is to be done is put onto the timetable, and once however often it is told. */
export function createLiveNews(dependencies: NewsDependencies): LiveNews {
  const { context } = dependencies;
  const early: { readonly news: News; readonly handOver: boolean }[] = [];
  let handing = 0;

  const accept = (news: News, handOver: boolean): 'accepted' | 'full' => {
    if (!context.store.isSynced()) {
      if (early.length >= liveBounds.news) return 'full';
      early.push({ news, handOver });
      return 'accepted';
    }
    if (handing >= liveBounds.news || waitingRepositories(context) >= liveBounds.news) return 'full';
    const owners = takeIn(dependencies, news);
    if (handOver && owners.length > 0) handOverTo(owners, news);
    return 'accepted';
  };
  const handOverTo = (owners: readonly Peer[], news: News): void => {
    handing += 1;
    context.background.run(async () => {
      try {
        await handToOwners(dependencies, { owners, news });
      } finally {
        handing -= 1;
      }
    });
  };
  return {
    events: { accept: (event) => accept(event, true) },
    handed: { accept: (event) => accept(event, false) },
    reconcile: (application) => accept({ kind: 'reconcile', application }, true),
    flush() {
      for (const { news, handOver } of early.splice(0)) accept(news, handOver);
    },
  };
}

/** Hands news to those who have what they are about. Who that is may change while one of them does not answer. */
async function handToOwners(
  dependencies: NewsDependencies,
  { owners, news }: { readonly owners: readonly Peer[]; readonly news: News },
): Promise<void> {
  const { context, peers, signal } = dependencies;
  const { clock, random, log } = context.ports;
  if (peers === undefined) return;
  let left = owners;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const answers = await Promise.allSettled(left.map((peer) => peers.hand(peer, news, { signal })));
    const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    if (failures.length === 0 || signal.aborted) return;
    const [first] = failures;
    const failure = { code: errorCode(first), error: errorMessage(first), attempt };
    if (attempt === liveBounds.handing.times) {
      log.warn(failure, 'News could not be handed to the replica that has them; the next poll finds them');
      return;
    }
    log.debug(failure, 'News could not be handed to the replica that has them, and are tried again');
    await clock.sleep(backoffMs(attempt, random(), liveBounds.handing.backoff), signal);
    left = takeIn(dependencies, news);
  }
}

/** Puts what is ours onto the timetable; gives the replicas that have the rest. */
function takeIn(dependencies: NewsDependencies, news: News): readonly Peer[] {
  switch (news.kind) {
    case 'image':
      return takeImage(dependencies, news);
    case 'manifests':
      return takeManifests(dependencies, news);
    case 'reconcile':
      return takeReconcile(dependencies, news);
  }
}

function takeImage(dependencies: NewsDependencies, event: ImageEvent): readonly Peer[] {
  const { context } = dependencies;
  const users = usersOf(dependencies, event);
  const { tag, digest, pushedAt } = event;
  for (const [repository, works] of worksByRepository(users, event, dependencies)) {
    if (![...works].some(context.owns)) continue;
    if (tag !== undefined && !context.news.tell({ repository, tag, digest, pushedAt })) continue;
    requestListing(context, repository, { cause: 'event', tag });
  }
  return peersOf(dependencies, users);
}

/** Without `compat` an image is found by its name; with it some take news from every registry. */
function usersOf({ context: { store }, compat }: NewsDependencies, event: ImageEvent): readonly StoredApplication[] {
  if (!compat()) return store.ofRepository(formatRepository(event.repository));
  return [...store.all()].filter(({ managed }) =>
    managed?.images.some((image) => concernsImage(image, event.repository, true)),
  );
}

function worksByRepository(
  users: readonly StoredApplication[],
  event: ImageEvent,
  { compat }: NewsDependencies,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { managed, work } of users) {
    for (const image of managed?.images ?? []) {
      if (work === undefined || !concernsImage(image, event.repository, compat())) continue;
      const repository = formatRepository(image.repository);
      found.set(repository, (found.get(repository) ?? new Set()).add(work));
    }
  }
  return found;
}

function takeManifests(dependencies: NewsDependencies, event: ManifestEvent): readonly Peer[] {
  const { context, addressKey } = dependencies;
  const wanted = addressKey(event.repository);
  const users = [...context.store.all()].filter(({ managed }) => {
    const target = managed?.writeTarget;
    if (target?.kind !== 'git' || addressKey(target.repository) !== wanted) return false;
    return event.branch === undefined || target.base.kind === 'default' || target.base.name === event.branch;
  });
  for (const { work } of users) if (work !== undefined && context.owns(work)) requestBranch(context, work);
  return peersOf(dependencies, users);
}

function takeReconcile(dependencies: NewsDependencies, { application }: ReconcileRequest): readonly Peer[] {
  const { context } = dependencies;
  const found = context.store.get(applicationKey(application));
  if (found?.work === undefined) return [];
  if (!context.owns(found.work)) return peersOf(dependencies, [found]);
  for (const repository of found.repositories) requestListing(context, repository, { cause: 'event' });
  context.works.markDue(found.work, found.key, { cause: 'event' });
  context.bell.ring();
  return [];
}

function peersOf({ replicas }: NewsDependencies, users: readonly StoredApplication[]): readonly Peer[] {
  const peers = users.flatMap(({ work }) => (work === undefined ? [] : (replicas.ownerOf(work) ?? [])));
  return [...new Map(peers.map((peer) => [peer.name, peer])).values()];
}

function waitingRepositories({ polls }: LiveContext): number {
  let count = 0;
  for (const { cause } of polls.values()) if (cause === 'event') count += 1;
  return count;
}
