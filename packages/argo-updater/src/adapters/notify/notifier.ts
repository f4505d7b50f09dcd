import type { Secret } from '@towline/shared/secret';
import type { Application } from '../../core/application/application.js';
import type { Notification } from '../../core/outcome/notification.js';

/** What may be given up. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** One way to tell people. */
export interface Notifier {
  readonly channel: string;
  notify(notification: Notification, application: Application, waiting: Waiting): Promise<void>;
}

/** A secret at the time it is needed, since it may have been rotated. */
export type CurrentSecret = (waiting: Waiting) => Promise<Secret>;
