import type { Clock, Logger } from '@towline/shared/ports';
import { applicationKey } from '../../core/application/application.js';
import { beginMemory, mergedMemory, replacedMemory, rolloutOf, whatStands } from '../../core/outcome/begin-memory.js';
import type { DeliveryMemory, MemoryState } from '../../core/outcome/delivery-memory.js';
import { forgottenMemory } from '../../core/outcome/forgotten-memory.js';
import { outcomeStep } from '../../core/outcome/outcome-step.js';
import { type RolloutLimits, type RolloutVerdict, startRollout } from '../../core/outcome/rollout.js';
import { isForGood } from '../../core/outcome/write-failure.js';
import type { Decision, DeliveryFollower, LastDelivery, PassObserver, TakeBackRequest } from '../live/ports.js';
import { announce } from './announce.js';
import type { DeliveryBook } from './delivery-book.js';
import type { NotificationQueue } from './notification-queue.js';
import type { OutcomeMemory, RolloutObserver } from './ports.js';
import { createRolloutWatch, type RolloutWatch, type Watched } from './rollout-watch.js';

/** Follows what is written into the cluster. */
export interface Outcomes {
  readonly observer: Pick<PassObserver, 'decided'>;
  readonly follower: DeliveryFollower;
  /** Waits for nothing more. */
  stop(): void;
}

/** What deliveries are followed with. */
export interface OutcomesDependencies {
  readonly book: DeliveryBook;
  readonly memory: OutcomeMemory;
  readonly queue: Pick<NotificationQueue, 'tell'>;
  readonly metrics: Pick<RolloutObserver, 'ended'>;
  readonly limits: () => RolloutLimits;
  readonly clock: Clock;
  readonly log: Logger;
  /** Has a delivery taken back; whether that will be. */
  readonly takeBack: (request: TakeBackRequest) => boolean;
}

/** A delivery on its way. */
interface Followed extends Watched {
  readonly labels: ReadonlySet<string>;
  /** Undefined where somebody else wrote it: then it is shown, and nobody is told. */
  memory: DeliveryMemory | undefined;
  /** Whether it is to be taken back. */
  isTakenBack: boolean;
}

interface Following extends OutcomesDependencies {
  readonly watch: RolloutWatch<Followed>;
  /** Passes in a row that could not write, by the keys of Applications. */
  readonly failures: Map<string, number>;
}

/** {@link Outcomes}: each Application is judged whenever it changes, and when its time is over. */
export function followDeliveries(dependencies: OutcomesDependencies): Outcomes {
  const { book, clock, limits, memory } = dependencies;
  const watch = createRolloutWatch<Followed>({
    clock,
    limits,
    judged: (one, verdict) => takeIn(dependencies, one, verdict),
  });
  const following: Following = { ...dependencies, watch, failures: new Map() };
  return {
    observer: {
      decided(decision) {
        book.decided(decision);
        if (decision.delivery === undefined) lookAgain(following, decision);
      },
    },
    follower: {
      delivered: (decision) => follow(following, decision),
      observed: (application) => watch.observe(applicationKey(application), application),
      gone(name) {
        const key = applicationKey(name);
        watch.forget(key);
        following.failures.delete(key);
        memory.forget(name);
        book.forget(name);
      },
    },
    stop: watch.stop,
  };
}

/** Follows what was written, and remembers it. */
function follow(following: Following, decision: Decision & { readonly delivery: LastDelivery }): void {
  const { watch, memory, failures } = following;
  const { application, delivery, isProposed } = decision;
  const key = applicationKey(application);
  if (delivery.kind === 'failed') {
    notWritten(following, decision, delivery.failure);
    return;
  }
  failures.delete(key);
  const before = watch.get(key)?.memory ?? memory.recall(application);
  const begun = memoryOf(decision, isProposed ? 'proposed' : 'written', before);
  if (begun.images.length === 0) return;
  if (!isProposed) {
    memory.keep(application, begun);
    watch.follow(key, followed(decision, begun));
  } else if (watch.get(key)?.memory === undefined && !isSameWish(before, begun)) memory.keep(application, begun);
}

/** People are told that something cannot be written, once. */
function notWritten(
  following: Following,
  decision: Decision,
  { code, message: reason }: Extract<LastDelivery, { readonly kind: 'failed' }>['failure'],
): void {
  const { failures, memory, clock } = following;
  const { application } = decision;
  const key = applicationKey(application);
  const inARow = (failures.get(key) ?? 0) + 1;
  failures.set(key, inARow);
  const before = memory.recall(application);
  const begun = memoryOf(decision, 'unwritten', before);
  if (!isForGood(code, inARow) || isSameWish(before, begun)) return;
  const news = { kind: 'failed', reason, isTakenBack: false, at: clock.now() } as const;
  announce(following, application, { memory: begun, news });
}

function memoryOf(
  { application, images, delivery, takesBack, at }: Decision,
  state: MemoryState,
  before: DeliveryMemory | undefined,
): DeliveryMemory {
  const changed = images.filter((image) => image.state === 'change');
  const place = delivery?.kind === 'committed' ? delivery : undefined;
  const written = { application, images: changed, at, commit: place?.commit, branch: place?.branch, takesBack };
  return beginMemory({ ...written, state }, before);
}

function isSameWish(before: DeliveryMemory | undefined, { state, images }: DeliveryMemory): boolean {
  const wishOf = (all: DeliveryMemory['images']): string => JSON.stringify(all.map(({ label, to }) => [label, to]));
  return before?.state === state && wishOf(before.images) === wishOf(images);
}

/** Looks what became of deliveries where nothing was to be written: after a start, after a merge, after somebody else has written. */
function lookAgain(following: Following, decision: Decision): void {
  const { watch, memory } = following;
  const { application, images, at } = decision;
  const key = applicationKey(application);
  const one = watch.get(key);
  // What others wrote is shown already.
  if (one !== undefined && one.memory === undefined) return;
  const known = one?.memory ?? memory.recall(application);
  const forgotten = decision.lastWrite && forgottenMemory(decision.lastWrite, { application, images, before: known });
  if (forgotten !== undefined) {
    memory.keep(application, forgotten);
    watch.follow(key, followed(decision, forgotten));
    return;
  }
  const standing = whatStands(known, images);
  switch (standing.kind) {
    case 'others':
      showStanding(following, decision);
      return;
    case 'ours':
      if (one === undefined) watch.follow(key, followed(decision, standing.memory));
      return;
    case 'merged':
    case 'replaced': {
      const next = standing.kind === 'merged' ? mergedMemory : replacedMemory;
      const begun = next(standing.memory, { images, at });
      memory.keep(application, begun);
      watch.follow(key, followed(decision, begun));
      return;
    }
    case 'unknown':
  }
}

/** What stands in Git was written by somebody, and is shown without telling anybody. */
function showStanding({ watch, book }: Following, { application, images, at }: Decision): void {
  const key = applicationKey(application);
  const standing = book.byApplication(key).filter(({ state }) => state === 'committed');
  const shown = images.filter(({ label }) => standing.some((record) => record.label === label));
  if (shown.length === 0) {
    watch.forget(key);
    return;
  }
  const written = shown.map(({ repository, wantedTag: tag, wantedDigest: digest }) => ({ repository, tag, digest }));
  watch.follow(key, {
    rollout: startRollout(application, written, at),
    application,
    labels: new Set(shown.map(({ label }) => label)),
    memory: undefined,
    isTakenBack: false,
  });
}

function followed({ application }: Pick<Decision, 'application'>, memory: DeliveryMemory): Followed {
  const labels = new Set(memory.images.map(({ label }) => label));
  return { rollout: rolloutOf(memory), application, labels, memory, isTakenBack: false };
}

/** Writes the verdict into the book, has what is bad taken back, and tells people of a failure once, and once that it is over. */
function takeIn(dependencies: OutcomesDependencies, one: Followed, verdict: RolloutVerdict): void {
  const { book, clock, takeBack } = dependencies;
  const { application, labels, memory } = one;
  const at = clock.now();
  const reason = 'reason' in verdict ? verdict.reason : undefined;
  book.advance(application, labels, { state: verdict.kind, reason, at });
  if (memory === undefined) return;
  const step = outcomeStep(memory, verdict);
  one.memory = step.memory;
  if (step.isBad && !one.isTakenBack) {
    const written = new Map(memory.images.map(({ label, from, to }) => [label, { version: to, before: from }]));
    one.isTakenBack = takeBack({ application, written, reason: reason ?? 'it failed' });
  }
  if (step.news === undefined) return;
  const news = { kind: step.news, reason: reason ?? 'it is healthy', isTakenBack: one.isTakenBack, at };
  announce(dependencies, application, { memory: step.memory, news });
}
