import type { Clock, Logger } from '@towline/shared/ports';
import type { EventSink, LiveView, ReconcileRequest } from '../app/live/ports.js';
import type { SeenDeliveries } from '../core/event/seen-deliveries.js';
import type { LiveEvent } from '../core/live/live-event.js';
import type { DeliveryTrace } from '../core/outcome/delivery-record.js';
import type { ChangingSecret } from './access/changing-secret.js';
import type { Gate } from './access/grants.js';
import type { Metrics } from './metrics/metrics.js';
import type { OtherReplicas } from './others.js';

/** Everything that requests are answered with. */
export interface ServerPorts {
  readonly view: LiveView;
  readonly trace: DeliveryTrace;
  /** Takes news from outside. */
  readonly sink: EventSink;
  /** Takes what another replica hands over because it is this one's: it goes no further. */
  readonly handed: (news: LiveEvent | ReconcileRequest) => 'accepted' | 'full';
  /** Those that have what this replica has not. */
  readonly others: OtherReplicas;
  readonly gate: Gate;
  /** What replicas prove themselves to each other by; without it, none is believed. */
  readonly peerToken: ChangingSecret | undefined;
  readonly webhooks: WebhookSecrets;
  readonly seen: SeenDeliveries;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What webhooks are believed by. */
export interface WebhookSecrets {
  /** By the names of vendors. */
  readonly secrets: ReadonlyMap<string, ChangingSecret>;
  /** Whether a vendor without a secret is refused. */
  readonly required: boolean;
}
