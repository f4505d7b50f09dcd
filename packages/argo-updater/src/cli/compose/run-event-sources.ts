import { createQueueClient } from '../../adapters/events/sqs/queue-client.js';
import { readQueue, visibilitySeconds } from '../../adapters/events/sqs/sqs-source.js';
import type { EventSink } from '../../app/live/ports.js';
import { createSeenDeliveries } from '../../core/event/seen-deliveries.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';

/** Brings news of what the settings name besides webhooks, until the signal is aborted. */
export async function runEventSources(
  { events }: Settings,
  { aws, clock, log }: Pick<Base, 'aws' | 'clock' | 'log'>,
  { sink, signal }: { readonly sink: EventSink; readonly signal: AbortSignal },
): Promise<void> {
  if (events.sqsQueue === undefined) return;
  const queue = createQueueClient({ queueUrl: events.sqsQueue, settings: () => aws.settings(), visibilitySeconds });
  await readQueue({ queue, accept: (event) => sink.accept(event), seen: createSeenDeliveries(), clock, log }, signal);
}
