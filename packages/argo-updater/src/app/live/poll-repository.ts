import { onAbort } from '@towline/shared/async';
import { formatRepository } from '@towline/shared/image';
import type { ManagedImage } from '../../core/application/images/managed-image.js';
import { backoffMs } from '../../core/live/backoff.js';
import { leastIntervalMs } from '../../core/live/least-interval.js';
import { listingQuestions } from '../pass/list-candidates.js';
import type { StoredApplication } from './application-store.js';
import type { LiveContext } from './live-context.js';
import { liveBounds } from './live-options.js';
import type { PassCause } from './ports.js';
import type { RepositoryPoll } from './repository-poll.js';

/** The name of a repository in the timetable. */
export function repositoryEntry(repository: string): string {
  return `repository ${repository}`;
}

/** Has a repository listed as soon as possible. */
export function requestListing(
  { polls, timetable, ports, bell }: LiveContext,
  repository: string,
  { cause, tag }: { readonly cause: PassCause; readonly tag?: string | undefined },
): void {
  const entry = repositoryEntry(repository);
  const poll = polls.get(repository) ?? newPoll();
  polls.set(repository, poll);
  poll.cause = cause;
  if (tag !== undefined) poll.expected.add(tag);
  const now = ports.clock.now();
  if (poll.running) poll.again = true;
  else if (!timetable.has(entry)) timetable.put(entry, now);
  else timetable.bringForward(entry, now);
  bell.ring();
}

/**
 * Lists a repository for all Applications here that use it, and has those planned to whom the answer is new. One that nobody here uses any
 * more leaves the timetable.
 */
export async function pollRepository(context: LiveContext, repository: string, signal: AbortSignal): Promise<void> {
  const { store, owns, polls, timetable, bell } = context;
  const poll = polls.get(repository) ?? newPoll();
  const users = store.ofRepository(repository).filter(({ work }) => work !== undefined && owns(work));
  if (users.length === 0) {
    timetable.remove(repositoryEntry(repository));
    polls.delete(repository);
    return;
  }
  polls.set(repository, poll);
  poll.running = true;
  // Some of those who are asked listen to the signal once for each question, and there are thousands.
  const own = new AbortController();
  const leave = onAbort(signal, () => own.abort(signal.reason));
  try {
    const failed = await listFor(context, { repository, users, poll }, own.signal);
    poll.failures = failed ? poll.failures + 1 : 0;
  } finally {
    leave();
    poll.running = false;
    const next = nextListing(context, { repository, users, poll });
    if (next === undefined) timetable.remove(repositoryEntry(repository));
    else timetable.put(repositoryEntry(repository), next);
    bell.ring();
  }
}

interface Users {
  readonly repository: string;
  readonly users: readonly StoredApplication[];
  readonly poll: RepositoryPoll;
}

/** Whether any of the listings failed. */
async function listFor(
  { listings, lookups, works, states }: LiveContext,
  { repository, users, poll }: Users,
  signal: AbortSignal,
): Promise<boolean> {
  const { cause } = poll;
  const { questions, keyOf } = listingQuestions(users.flatMap((user) => imagesIn(user, repository)));
  const answers = await Promise.all(
    questions.map((question) => lookups.run(() => listings.refresh(question, { signal }), signal)),
  );
  const news = new Set(questions.flatMap(({ key }, index) => (answers[index]?.changed ? [key] : [])));
  for (const user of users) {
    const isNews = imagesIn(user, repository).some((image) => news.has(keyOf.get(image) ?? ''));
    if (user.work !== undefined && (isNews || states.changesByItself(user.key)))
      works.markDue(user.work, user.key, { cause });
  }
  for (const tag of poll.expected) {
    if (questions.some(({ key }) => listings.hasTag(key, tag))) poll.expected.delete(tag);
  }
  return answers.some(({ failed }) => failed);
}

function imagesIn({ managed }: StoredApplication, repository: string): readonly ManagedImage[] {
  return (managed?.images ?? []).filter((image) => formatRepository(image.repository) === repository);
}

/** Undefined where it is not listed again but by news. */
function nextListing(context: LiveContext, { repository, users, poll }: Users): number | undefined {
  const { ports, options, nextRound } = context;
  const now = ports.clock.now();
  if (poll.again) {
    poll.again = false;
    return now;
  }
  const random = ports.random();
  const intervalMs = intervalOf(users, options().intervalMs);
  if (poll.failures > 0) return now + Math.max(intervalMs, backoffMs(poll.failures, random, liveBounds.listingBackoff));
  const { times, backoff } = liveBounds.lateListing;
  if (poll.expected.size > 0 && poll.late < times) {
    poll.late += 1;
    return now + backoffMs(poll.late, random, backoff);
  }
  // What news told of was listed just now: the next round has nothing to find.
  const leastMs = poll.cause === 'event' ? intervalMs : undefined;
  poll.expected.clear();
  poll.late = 0;
  poll.cause = 'poll';
  if (intervalMs === 0) return undefined;
  const allowedMs = leastFor(context, repository, now);
  return allowedMs > intervalMs ? now + allowedMs : nextRound(intervalMs, now, leastMs);
}

/** What the registry of a repository still allows is shared out over all of its repositories here. */
function leastFor({ options, polls }: LiveContext, repository: string, now: number): number {
  const hostOf = (name: string): string => name.slice(0, name.indexOf('/'));
  const host = hostOf(repository);
  const allowance = options().allowanceOf?.(host);
  if (allowance === undefined) return 0;
  const repositories = [...polls.keys()].filter((name) => hostOf(name) === host).length;
  return leastIntervalMs(allowance, { repositories, now });
}

/** The shortest of those that its Applications ask for. Where none asks, that of the settings. */
function intervalOf(users: readonly StoredApplication[], usual: number): number {
  const asked = users.map(({ managed }) => managed?.intervalMs ?? usual).filter((milliseconds) => milliseconds > 0);
  return asked.length === 0 ? 0 : Math.min(...asked);
}

function newPoll(): RepositoryPoll {
  return { cause: 'poll', expected: new Set(), late: 0, failures: 0, running: false, again: false };
}
