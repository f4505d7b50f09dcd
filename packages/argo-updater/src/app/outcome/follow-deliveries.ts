import type { Clock, Logger } from '@towline/shared/ports';
import { applicationKey } from '../../core/application/application.js';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { Notification } from '../../core/outcome/notification.js';
import { type RolloutLimits, type RolloutVerdict, startRollout } from '../../core/outcome/rollout.js';
import type { Decision, DeliveryFollower, PassObserver } from '../live/ports.js';
import type { DeliveryBook } from './delivery-book.js';
import type { NotificationQueue } from './notification-queue.js';
import type { RolloutObserver } from './ports.js';
import { createRolloutWatch, type Watched } from './rollout-watch.js';

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

/** A delivery on its way. */
interface Followed extends Watched {
  readonly decision: Decision;
  readonly labels: ReadonlySet<string>;
  /** Whether it was written by us just now: only then people are told. */
  readonly isOurs: boolean;
  /** Whether people were told of a failure that is not over. */
  failed: boolean;
  /** Whether something written before it has failed. */
  readonly failedBefore: boolean;
}

/** {@link Outcomes}: each Application is judged whenever it changes, and when its time is over. */
export function followDeliveries(dependencies: OutcomesDependencies): Outcomes {
  const { book, clock, limits } = dependencies;
  const watch = createRolloutWatch<Followed>({
    clock,
    limits,
    judged: (one, verdict) => tell(dependencies, one, verdict),
  });
  const follow = (decision: Decision, images: readonly DecidedImage[], isOurs: boolean): void => {
    const key = applicationKey(decision.application);
    watch.follow(key, followedFrom({ ...decision, images }, { isOurs, before: watch.get(key) }));
  };
  return {
    observer: {
      decided(decision) {
        book.decided(decision);
        const key = applicationKey(decision.application);
        if (decision.delivery !== undefined || watch.get(key) !== undefined) return;
        // After a start, or a merge: what stands in Git was written by somebody, and is shown without telling anybody.
        const standing = book.byApplication(key).filter(({ state }) => state === 'committed');
        const images = decision.images.filter(({ label }) => standing.some((record) => record.label === label));
        if (images.length > 0) follow(decision, images, false);
      },
    },
    follower: {
      delivered(decision) {
        const { kind } = decision.delivery;
        if (kind !== 'committed' && kind !== 'patched') return;
        const changed = decision.images.filter(({ state }) => state === 'change');
        if (changed.length > 0) follow(decision, changed, true);
      },
      observed: (application) => watch.observe(applicationKey(application), application),
      gone(name) {
        watch.forget(applicationKey(name));
        book.forget(name);
      },
    },
    stop: watch.stop,
  };
}

function followedFrom(
  decision: Decision,
  { isOurs, before }: { readonly isOurs: boolean; readonly before: Followed | undefined },
): Followed {
  const { application, images, at } = decision;
  const written = images.map(({ repository, wantedTag: tag, wantedDigest: digest }) => ({ repository, tag, digest }));
  return {
    rollout: startRollout(application, written, at),
    application,
    decision,
    labels: new Set(images.map(({ label }) => label)),
    isOurs,
    failed: false,
    failedBefore: before !== undefined && (before.failed || before.failedBefore),
  };
}

/** Writes the verdict into the book, and tells people of a failure once, and once that it is over. */
function tell(
  { book, queue, metrics, clock, log }: OutcomesDependencies,
  one: Followed,
  verdict: RolloutVerdict,
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
