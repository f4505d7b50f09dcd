import type { StoredApplication } from './application-store.js';
import type { LiveContext } from './live-context.js';
import { usualSettleMs } from './live-options.js';
import { type PassSignals, passWork } from './pass-work.js';
import { requestListing } from './poll-repository.js';
import type { PassCause } from './ports.js';
import type { Work } from './work-table.js';

/** What came of looking for passes to start. */
export interface StartedPasses {
  /** When to look again, although nothing rings; undefined where there is nothing to wait for. */
  readonly lookAgainAt: number | undefined;
}

/**
 * Starts a pass for each work of ours that has Applications waiting, as far as there is room. What waits for listings that are under way is
 * left a while, so that what changes together is written together.
 */
export function startPasses(context: LiveContext, running: { count: number }, signals: PassSignals): StartedPasses {
  const { works, owns, options, background, ports } = context;
  const now = ports.clock.now();
  let lookAgainAt: number | undefined;
  for (const work of works.waiting()) {
    // What is not ours any more, the review of the ownership takes away.
    if (work.running || !owns(work.key)) continue;
    const readiness = judge(context, work, now);
    if (readiness.kind === 'wait') {
      if (readiness.until !== undefined) lookAgainAt = Math.min(readiness.until, lookAgainAt ?? readiness.until);
      continue;
    }
    // Whoever ends a pass rings.
    if (running.count >= options().passes) break;
    for (const { key } of readiness.applications) work.due.delete(key);
    running.count += 1;
    background.run(async () => {
      try {
        await passWork(context, { work, ...readiness }, signals);
      } finally {
        running.count -= 1;
        context.bell.ring();
        if (running.count === 0) context.listings.trim(neededBy(context));
      }
    });
  }
  return { lookAgainAt };
}

type Readiness =
  | { readonly kind: 'go'; readonly applications: readonly StoredApplication[]; readonly cause: PassCause }
  /** Without a time, something will ring. */
  | { readonly kind: 'wait'; readonly until?: number | undefined };

function judge(context: LiveContext, work: Work, now: number): Readiness {
  const { store, polls, branchPolls, options } = context;
  const ready: StoredApplication[] = [];
  let until: number | undefined;
  let cause: PassCause = 'retry';
  let isUnsettled = branchPolls.has(work.key);
  let since = now;
  for (const [key, due] of work.due) {
    const application = store.get(key);
    if (application?.work !== work.key) {
      work.due.delete(key);
      continue;
    }
    if (due.at > now) {
      until = Math.min(due.at, until ?? due.at);
      continue;
    }
    since = Math.min(since, due.at);
    const listed = isListed(context, application);
    isUnsettled ||= !listed || application.repositories.some((repository) => polls.get(repository)?.running);
    if (!listed) continue;
    if (cause === 'retry' || due.cause === 'event') cause = due.cause;
    ready.push(application);
  }
  if (ready.length === 0) return { kind: 'wait', until };
  const settled = since + (options().settleMs ?? usualSettleMs);
  if (isUnsettled && now < settled) return { kind: 'wait', until: Math.min(settled, until ?? settled) };
  return { kind: 'go', applications: withCompanions(context, work, ready), cause };
}

/** Whether its repositories were listed. Those that were not are listed now, which rings when it is done. */
function isListed(context: LiveContext, { questions, repositories }: StoredApplication): boolean {
  if (questions.every(({ key }) => context.listings.isAnswered(key))) return true;
  for (const repository of repositories) {
    if (context.polls.get(repository)?.running !== true) requestListing(context, repository, { cause: 'start' });
  }
  return false;
}

/** A branch of our own, or a request, is made anew of all that belongs into it: then all Applications of the work are planned. */
function withCompanions(
  context: LiveContext,
  { key, due }: Work,
  ready: readonly StoredApplication[],
): readonly StoredApplication[] {
  const isShared = ({ managed }: StoredApplication): boolean =>
    managed?.writeTarget.kind === 'git' && managed.writeTarget.push.kind !== 'base';
  if (!ready.some(isShared)) return ready;
  const chosen = new Set(ready);
  return context.store.ofWork(key).filter((one) => chosen.has(one) || (isShared(one) && !due.has(one.key)));
}

/** Listings that Applications wait to be planned by. */
function neededBy({ works, store }: LiveContext): (key: string) => boolean {
  const needed = new Set<string>();
  for (const work of works.waiting()) {
    for (const application of work.due.keys()) {
      for (const { key } of store.get(application)?.questions ?? []) needed.add(key);
    }
  }
  return (key) => needed.has(key);
}
