import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Logger } from '@towline/shared/ports';
import type { Application } from '../../core/application/application.js';
import type { Notification } from '../../core/outcome/notification.js';
import type { Notifier, RolloutObserver } from './ports.js';

/** Tells people beside everything else: nobody waits for it. */
export interface NotificationQueue {
  tell(notification: Notification, application: Application): void;
  /** Resolves once all that was told is sent, or could not be. */
  settled(): Promise<void>;
}

/** What the queue works with. */
export interface NotificationQueueDependencies {
  readonly notifiers: readonly Notifier[];
  /** Looks up what a notification does not say yet. Where that fails, people are told without it. */
  readonly complete: (notification: Notification) => Promise<Notification>;
  readonly observer: Pick<RolloutObserver, 'notified'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Notifications that may wait for one channel. */
const capacity = 200;

/** A queue for each channel, so that one which hangs keeps nobody else waiting. What does not fit is dropped, and the log says so. */
export function createNotificationQueue(dependencies: NotificationQueueDependencies): NotificationQueue {
  const channels = dependencies.notifiers.map((notifier) => createChannel(notifier, dependencies));
  return {
    tell(notification, application) {
      const completed = dependencies.complete(notification).catch((error: unknown) => {
        const fields = { code: errorCode(error), error: errorMessage(error) };
        dependencies.log.warn(fields, 'It could not be looked up where an image comes from');
        return notification;
      });
      for (const channel of channels) channel.add(completed, application);
    },
    async settled() {
      await Promise.all(channels.map((channel) => channel.settled()));
    },
  };
}

function createChannel(notifier: Notifier, { observer, log, signal }: NotificationQueueDependencies) {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  const { channel } = notifier;
  const send = async (completed: Promise<Notification>, application: Application): Promise<void> => {
    try {
      await notifier.notify(await completed, application, { signal });
      observer.notified(channel, 'sent');
    } catch (error) {
      if (signal.aborted) return;
      observer.notified(channel, 'failed');
      log.warn({ channel, code: errorCode(error), error: errorMessage(error) }, 'Nobody could be told of an outcome');
    } finally {
      waiting -= 1;
    }
  };
  return {
    add(notification: Promise<Notification>, application: Application): void {
      if (waiting >= capacity) {
        observer.notified(channel, 'dropped');
        log.warn({ channel, waiting }, 'A notification was dropped, since too many wait');
        return;
      }
      waiting += 1;
      last = last.then(() => send(notification, application));
    },
    settled: () => last,
  };
}
