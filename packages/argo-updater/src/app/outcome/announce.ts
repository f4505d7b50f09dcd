import type { Logger } from '@towline/shared/ports';
import { type Application, applicationKey } from '../../core/application/application.js';
import type { DeliveryMemory } from '../../core/outcome/delivery-memory.js';
import type { Notification } from '../../core/outcome/notification.js';
import type { OutcomeStep } from '../../core/outcome/outcome-step.js';
import type { NotificationQueue } from './notification-queue.js';
import type { OutcomeMemory, RolloutObserver } from './ports.js';

/** What news are told with. */
export interface Announcing {
  readonly memory: OutcomeMemory;
  readonly queue: Pick<NotificationQueue, 'tell'>;
  readonly metrics: Pick<RolloutObserver, 'ended'>;
  readonly log: Logger;
}

/** News of a delivery, which is in the memory as it stands after them. */
export interface DeliveryNews {
  readonly memory: DeliveryMemory;
  readonly news: Pick<Notification, 'reason' | 'isTakenBack' | 'at'> & {
    readonly kind: NonNullable<OutcomeStep['news']>;
  };
}

/** Writes news down and tells them, unless another replica did so first. */
export function announce(announcing: Announcing, application: Application, told: DeliveryNews): void {
  announcing.memory.keep(application, told.memory, () => speak(announcing, application, told));
}

function speak({ queue, metrics, log }: Announcing, application: Application, { memory, news }: DeliveryNews): void {
  const { kind, reason, at } = news;
  const { commit, images } = memory;
  const fields = { application: applicationKey(application), commit, images: images.map(({ to }) => to) };
  if (kind === 'failed') {
    log.error(
      { ...fields, reason },
      memory.state === 'unwritten' ? cannotWrite : 'What was written failed in the cluster',
    );
  } else log.info({ ...fields, seconds: (at - memory.at) / 1_000 }, 'What was written is healthy');
  if (memory.state !== 'unwritten') metrics.ended(kind, at - memory.at);
  if (kind !== 'healthy') queue.tell(notificationOf(application, { memory, news: { ...news, kind } }), application);
}

const cannotWrite = 'An update cannot be written';

function notificationOf(
  { namespace, name }: Application,
  {
    memory,
    news,
  }: {
    readonly memory: DeliveryMemory;
    readonly news: Omit<DeliveryNews['news'], 'kind'> & Pick<Notification, 'kind'>;
  },
): Notification {
  const images = memory.images.map(({ repository, from, to, revision, source, author, history }) => {
    return { repository, from, to, revision, source, author, history };
  });
  const { commit, branch } = memory;
  const stage = memory.state === 'unwritten' ? 'write' : 'rollout';
  return { ...news, stage, application: { namespace, name }, images, commit, branch };
}
