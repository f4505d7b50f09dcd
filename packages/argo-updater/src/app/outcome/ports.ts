import type { Application, ApplicationName } from '../../core/application/application.js';
import type { DeliveryMemory } from '../../core/outcome/delivery-memory.js';
import type { Notification } from '../../core/outcome/notification.js';
import type { Waiting } from '../pass/ports.js';

/** One way to tell people. It repeats what its transport repeats, and rejects where nobody could be told. */
export interface Notifier {
  /** For logs and metrics: `webhook`, `slack`. */
  readonly channel: string;
  notify(notification: Notification, application: Application, waiting: Waiting): Promise<void>;
}

/** Keeps what became of deliveries where every replica and every restart finds it. */
export interface OutcomeMemory {
  /**
   * Writes down where a delivery stands, in the order of the calls for each Application. `won` is called then, unless another replica has written something else
   * meanwhile: so that of several who saw the same only one speaks of it. It is called as well where nothing can be written down.
   */
  keep(application: Application, memory: DeliveryMemory, won?: () => void): void;
  /** As it was last written or read; from its annotations where neither. */
  recall(application: Application): DeliveryMemory | undefined;
  /** Forgets what it knows of an Application, so that its annotations count again. */
  forget(application: ApplicationName): void;
  /** Resolves once everything is written down. */
  settled(): Promise<void>;
}

/** Told of what becomes of rollouts, for metrics. */
export interface RolloutObserver {
  ended(outcome: 'healthy' | 'failed' | 'recovered', durationMs: number): void;
  notified(channel: string, outcome: 'sent' | 'failed' | 'dropped'): void;
}
