import { onAbort } from '@towline/shared/async';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { formatRepository } from '@towline/shared/image';
import { applicationKey } from '../../core/application/application.js';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import { backoffMs } from '../../core/live/backoff.js';
import type { LastWrites } from '../../core/outcome/last-writes.js';
import { imageChanges } from '../../core/plan/image-changes.js';
import type { Delivered } from '../pass/delivery.js';
import type { Waiting, WorkPorts } from '../pass/ports.js';
import { tellEvents } from '../pass/tell-events.js';
import type { StoredApplication } from './application-store.js';
import { findLastWrites } from './find-last-writes.js';
import { guardWrites, wasLeftToOthers } from './guard.js';
import { knowingBranch, rememberBranch } from './known-branches.js';
import type { LiveContext } from './live-context.js';
import { liveBounds } from './live-options.js';
import { branchEntry } from './poll-branches.js';
import type { PassCause } from './ports.js';
import { hasFailed, runWork, type WorkResult } from './run-work.js';
import { isSettled, runTakeBack } from './take-backs.js';
import type { Work } from './work-table.js';

/** What is planned together now. */
export interface WorkPass {
  readonly work: Work;
  readonly applications: readonly StoredApplication[];
  readonly cause: PassCause;
}

/** When passes are to stop: one that has not begun to write at once, one that has a while later. */
export interface PassSignals {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/**
 * Makes a pass over Applications that are written together, and takes in what it came to. What fails is tried again later, longer each time,
 * and stops nothing else.
 */
export async function passWork(context: LiveContext, pass: WorkPass, signals: PassSignals): Promise<void> {
  const { ports, observers } = context;
  const { work, applications, cause } = pass;
  const started = ports.clock.now();
  work.running = true;
  try {
    const { delivered, ...others } = await runGuarded(context, pass, signals);
    // Whoever has the work now tells what becomes of these.
    const result = { ...others, delivered: delivered.filter((one) => !wasLeftToOthers(one)) };
    const failed = result.delivered.filter(hasFailed).map(({ managed }) => applicationKey(managed.application));
    takeIn(context, pass, result);
    putOff(context, pass, new Set(failed));
    const report = { cause, durationMs: ports.clock.now() - started, applications: applications.length };
    for (const observer of observers) observer.passed({ ...report, failed: failed.length });
  } catch (error) {
    if (signals.stop.aborted) return;
    ports.log.error(
      { code: errorCode(error), error: errorMessage(error), applications: applications.map(({ key }) => key) },
      'A pass ended in a way nobody foresaw',
    );
    putOff(context, pass, new Set(applications.map(({ key }) => key)));
  } finally {
    work.running = false;
  }
}

async function runGuarded(
  context: LiveContext,
  { work, applications }: WorkPass,
  { stop, kill }: PassSignals,
): Promise<GuardedResult> {
  const { owns } = context;
  const own = new AbortController();
  let writing = false;
  let overtaken = false;
  const leaveKill = onAbort(kill, () => own.abort(kill.reason));
  const leaveStop = onAbort(stop, () => {
    if (!writing) own.abort(stop.reason);
  });
  const guarded = guardWrites(knowingBranch(context, work.key), {
    mayWrite: () => !stop.aborted && owns(work.key),
    begins: () => {
      writing = true;
    },
    overtaken: () => {
      overtaken = true;
    },
  });
  try {
    const result = await runParts(context, { ports: guarded, applications }, { signal: own.signal });
    const lastWrites = await findLastWrites(context, { applications, branch: result.branch }, { signal: own.signal });
    return { ...result, lastWrites, overtaken };
  } finally {
    leaveKill();
    leaveStop();
  }
}

interface PassResult extends WorkResult {
  /** What of it took back what had failed. */
  readonly tookBack: ReadonlySet<Delivered>;
}

interface GuardedResult extends PassResult {
  readonly lastWrites: LastWrites;
  /** Whether somebody else wrote between what was read and what was pushed. */
  readonly overtaken: boolean;
}

/** What is to be taken back, one after the other, since each of these commits has its own reason; then everything else. */
async function runParts(
  { options, takeBacks }: LiveContext,
  { ports, applications }: { readonly ports: WorkPorts; readonly applications: readonly StoredApplication[] },
  waiting: Waiting,
): Promise<PassResult> {
  const tookBack = new Set<Delivered>();
  const others: ManagedApplication[] = [];
  let branch: WorkResult['branch'];
  for (const { key, managed } of applications) {
    const request = takeBacks.get(key);
    if (managed === undefined) continue;
    if (request === undefined) {
      others.push(managed);
      continue;
    }
    const result = await runTakeBack(ports, { managed, request, options: options() }, waiting);
    branch = after(branch, result.branch);
    for (const one of result.delivered) tookBack.add(one);
    if (result.delivered.every(isSettled)) takeBacks.delete(key);
  }
  if (others.length === 0) return { delivered: [...tookBack], branch, tookBack };
  const result = await runWork(ports, { managed: others, options: options() }, waiting);
  return { delivered: [...tookBack, ...result.delivered], branch: after(branch, result.branch), tookBack };
}

/** Where a branch is after two passes: planned on what the first one read. */
function after(first: WorkResult['branch'], second: WorkResult['branch']): WorkResult['branch'] {
  return first && second ? { ...second, readAt: first.readAt } : (second ?? first);
}

function takeIn(context: LiveContext, pass: WorkPass, result: GuardedResult): void {
  const { states, owns, timetable, options, nextRound, ports, observers, followers, background, news, teller } =
    context;
  const { work } = pass;
  const { delivered, branch, tookBack, lastWrites } = result;
  const at = ports.clock.now();
  if (branch !== undefined) {
    planWhatElseMoved(context, pass, result);
    const { intervalMs } = options();
    if (intervalMs > 0) timetable.put(branchEntry(work.key), nextRound(intervalMs, at));
  }
  for (const one of delivered) {
    if (isWritten(one)) teller?.updated(applicationKey(one.managed.application), imageChanges(one.plan.images));
    const decision = states.record(one, {
      at,
      pushedAt: pushedAt(one, news),
      takesBack: tookBack.has(one),
      lastWrite: lastWrites.get(applicationKey(one.managed.application)),
    });
    for (const observer of observers) observer.decided(decision);
    const { delivery } = decision;
    if (delivery !== undefined) for (const follower of followers) follower.delivered({ ...decision, delivery });
  }
  if (branch !== undefined) rememberBranch(context, work.key, branch);
  // Whoever has taken it over meanwhile knows better from now on.
  if (!owns(work.key)) for (const { managed } of delivered) states.forget(applicationKey(managed.application));
  const { concurrency } = options();
  context.needsTelling();
  background.run(() => tellEvents(ports, delivered, { concurrency }));
}

/**
 * What others wrote since the branch was last read may concern all that is written there, and the next poll will find the branch where this pass
 * left it: what this pass did not plan on it is planned now.
 */
function planWhatElseMoved(
  { branches, works, store }: LiveContext,
  { work, applications }: WorkPass,
  { branch, overtaken }: GuardedResult,
): void {
  const known = branches.get(work.key);
  if (known === undefined || (!overtaken && known.head === branch?.readAt)) return;
  for (const one of store.ofWork(work.key)) {
    if (overtaken || !applications.includes(one)) works.markDue(work.key, one.key, { cause: 'poll' });
  }
}

function isWritten({ delivery }: Delivered): boolean {
  return delivery.kind !== 'unchanged' && delivery.kind !== 'failed';
}

function pushedAt({ plan }: Delivered, news: LiveContext['news']): ReadonlyMap<string, number> {
  return new Map(
    plan.images.flatMap((outcome) => {
      if (outcome.kind !== 'change' || outcome.to.tag === undefined) return [];
      const repository = formatRepository(outcome.image.repository);
      const at = news.pushedAt(repository, outcome.to.tag);
      return at === undefined ? [] : [[repository, at] as const];
    }),
  );
}

/** Lets those that failed wait again, each for longer the more often it failed. */
function putOff({ ports, works }: LiveContext, { work, applications }: WorkPass, failed: ReadonlySet<string>): void {
  const { clock, random } = ports;
  for (const { key } of applications) {
    if (!failed.has(key)) {
      work.failures.delete(key);
      continue;
    }
    const failures = (work.failures.get(key) ?? 0) + 1;
    work.failures.set(key, failures);
    const at = clock.now() + backoffMs(failures, random(), liveBounds.passBackoff);
    works.markDue(work.key, key, { cause: 'retry', at });
  }
}
