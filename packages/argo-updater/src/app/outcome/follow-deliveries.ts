import type { Clock, Logger } from '@towline/shared/ports';
import { type Application, type ApplicationName, applicationKey } from '../../core/application/application.js';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { Notification } from '../../core/outcome/notification.js';
import {
  type JudgedRollout,
  judgeRollout,
  type Rollout,
  type RolloutLimits,
  startRollout,
} from '../../core/outcome/rollout.js';
import type { Decision, DeliveryFollower, PassObserver } from '../live/ports.js';
import type { DeliveryBook } from './delivery-book.js';
import type { NotificationQueue } from './notification-queue.js';
import type { RolloutObserver } from './ports.js';

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
  readonly queue: Pick<NotificationQueue, 'tell'>;
  readonly metrics: Pick<RolloutObserver, 'ended'>;
  readonly limits: () => RolloutLimits;
  readonly clock: Clock;
  readonly log: Logger;
}

/** An Application that something was written for, and that is not healthy yet. */
interface Followed {
  rollout: Rollout;
  readonly decision: Decision;
  readonly labels: ReadonlySet<string>;
  /** Whether it was written by us just now: only then people are told. */
  readonly isOurs: boolean;
  /** Whether people were told of a failure that is not over. */
  failed: boolean;
  /** Whether something written before it has failed. */
  readonly failedBefore: boolean;
  application: Application;
  timer: AbortController | undefined;
}

/** {@link Outcomes}: each Application is judged whenever it changes, and when its time is over. */
export function followDeliveries(dependencies: OutcomesDependencies): Outcomes {
  const { book, clock } = dependencies;
  const followed = new Map<string, Followed>();

  const judge = (key: string, one: Followed): void => {
    one.timer?.abort();
    if (followed.get(key) !== one) return;
    const judged = judgeRollout(one.rollout, one.application, { now: clock.now(), limits: dependencies.limits() });
    one.rollout = judged.rollout;
    tell(dependencies, one, judged);
    if (judged.verdict.kind === 'healthy') followed.delete(key);
    else if (judged.judgeAgainAt !== undefined) void wake(key, one, judged.judgeAgainAt);
  };
  const wake = async (key: string, one: Followed, at: number): Promise<void> => {
    const timer = new AbortController();
    one.timer = timer;
    try {
      await clock.sleep(Math.max(0, at - clock.now()), timer.signal);
    } catch {
      return;
    }
    judge(key, one);
  };
  const follow = (decision: Decision, images: readonly DecidedImage[], isOurs: boolean): void => {
    const key = applicationKey(decision.application);
    const before = followed.get(key);
    before?.timer?.abort();
    const one: Followed = {
      rollout: startRollout(decision.application, images.map(writtenImage), decision.at),
      decision: { ...decision, images },
      labels: new Set(images.map(({ label }) => label)),
      isOurs,
      failed: false,
      failedBefore: before !== undefined && (before.failed || before.failedBefore),
      application: decision.application,
      timer: undefined,
    };
    followed.set(key, one);
    judge(key, one);
  };
  const forget = (name: ApplicationName): void => {
    const key = applicationKey(name);
    followed.get(key)?.timer?.abort();
    followed.delete(key);
    book.forget(name);
  };
  return {
    observer: {
      decided(decision) {
        book.decided(decision);
        if (decision.delivery !== undefined) return;
        // After a start, or a merge: what stands in Git was written by somebody, and is shown without telling anybody.
        const key = applicationKey(decision.application);
        const standing = book
          .byApplication(key)
          .filter(({ state, label }) => state === 'committed' && !followed.get(key)?.labels.has(label));
        const images = decision.images.filter(({ label }) => standing.some((record) => record.label === label));
        if (images.length > 0 && !followed.has(key)) follow(decision, images, false);
      },
    },
    follower: {
      delivered(decision) {
        const { kind } = decision.delivery;
        if (kind !== 'committed' && kind !== 'patched') return;
        const changed = decision.images.filter(({ state }) => state === 'change');
        if (changed.length > 0) follow(decision, changed, true);
      },
      observed(application) {
        const key = applicationKey(application);
        const one = followed.get(key);
        if (one === undefined) return;
        one.application = application;
        judge(key, one);
      },
      gone: forget,
    },
    stop() {
      for (const one of followed.values()) one.timer?.abort();
      followed.clear();
    },
  };
}

function writtenImage({ repository, wantedTag: tag, wantedDigest: digest }: DecidedImage) {
  return { repository, tag, digest };
}

/** Writes the verdict into the book, and tells people of a failure once, and once that it is over. */
function tell(
  { book, queue, metrics, clock, log }: OutcomesDependencies,
  one: Followed,
  { verdict }: JudgedRollout,
): void {
  const at = clock.now();
  const { application, decision, labels, isOurs } = one;
  const reason = 'reason' in verdict ? verdict.reason : undefined;
  book.advance(application, labels, { state: verdict.kind, reason, at });
  if (!isOurs) return;
  const fields = {
    application: applicationKey(application),
    commit: commitOf(decision),
    images: decision.images.map(({ wanted }) => wanted),
  };
  if (verdict.kind === 'failed' && !one.failed) {
    one.failed = true;
    log.error({ ...fields, reason }, 'What was written failed in the cluster');
    metrics.ended('failed', at - decision.at);
    queue.tell(notificationOf('failed', one, { reason: verdict.reason, at }), application);
  }
  if (verdict.kind !== 'healthy') return;
  log.info({ ...fields, seconds: (at - decision.at) / 1_000 }, 'What was written is healthy');
  const isOver = one.failed || one.failedBefore;
  metrics.ended(isOver ? 'recovered' : 'healthy', at - decision.at);
  if (isOver) queue.tell(notificationOf('recovered', one, { reason: 'it is healthy', at }), application);
}

function notificationOf(
  kind: Notification['kind'],
  { decision }: Followed,
  { reason, at }: Pick<Notification, 'reason' | 'at'>,
): Notification {
  const { application, images, delivery } = decision;
  return {
    kind,
    application: { namespace: application.namespace, name: application.name },
    images: images.map(({ repository, deployed, wanted, revision }) => {
      return { repository, from: deployed, to: wanted ?? '', revision };
    }),
    commit: commitOf(decision),
    branch: delivery?.kind === 'committed' ? delivery.branch : undefined,
    reason,
    at,
  };
}

function commitOf({ delivery }: Decision): string | undefined {
  return delivery?.kind === 'committed' ? delivery.commit : undefined;
}
