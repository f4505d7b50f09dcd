import type { Application } from '../../core/application/application.js';
import type { Notification } from '../../core/outcome/notification.js';
import type { Waiting } from '../pass/ports.js';

/** One way to tell people. It repeats what its transport repeats, and rejects where nobody could be told. */
export interface Notifier {
  /** For logs and metrics: `webhook`, `slack`. */
  readonly channel: string;
  notify(notification: Notification, application: Application, waiting: Waiting): Promise<void>;
}

/** Told of what becomes of rollouts, for metrics. */
export interface RolloutObserver {
  ended(outcome: 'healthy' | 'failed' | 'recovered', durationMs: number): void;
  notified(channel: string, outcome: 'sent' | 'failed' | 'dropped'): void;
}
