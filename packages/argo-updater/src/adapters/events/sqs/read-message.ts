import * as z from 'zod';
import { ecrEventId, readEcrEvent } from '../../../core/event/ecr-event.js';
import type { WebhookReading } from '../../../core/event/webhook-vendor.js';

/** What SNS wraps around what it passes on, unless the subscription asks for raw messages. */
const envelopeSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });

/** Reads a message of the queue: an event of EventBridge, by itself or in the envelope of SNS. */
export function readMessage(body: string): { readonly reading: WebhookReading; readonly eventId: string | undefined } {
  const payload = parse(body);
  const envelope = envelopeSchema.safeParse(payload);
  const event = envelope.success ? parse(envelope.data.Message) : payload;
  return { reading: readEcrEvent(event), eventId: ecrEventId(event) };
}

function parse(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
