import { ecrEventId, readEcrEvent } from '../ecr-event.js';
import type { WebhookVendor } from '../webhook-vendor.js';

/** An API destination of EventBridge, which sends ECR's events as they are. */
export const eventBridge: WebhookVendor = {
  name: 'eventbridge',
  sender: 'Amazon ECR, by an API destination of EventBridge',
  credentials: [
    { kind: 'header', header: 'x-webhook-secret' },
    { kind: 'header', header: 'x-api-key' },
  ],
  contentTypes: ['application/json'],
  read: readEcrEvent,
  deliveryId: (_request, payload) => ecrEventId(payload),
};
