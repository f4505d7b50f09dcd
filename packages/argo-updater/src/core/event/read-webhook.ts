import { unreadable } from './pushed-image.js';
import type { WebhookReading, WebhookRequest, WebhookVendor } from './webhook-vendor.js';

/** What is wrong with a request before anybody looks who sent it; undefined where nothing is. */
export function webhookProblem(vendor: WebhookVendor, request: WebhookRequest): string | undefined {
  if (request.method !== 'POST') return `it is a ${request.method}`;
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (vendor.contentTypes !== undefined && !vendor.contentTypes.includes(type)) {
    return `it is ${type || 'of no media type'}, and not ${vendor.contentTypes.join(' or ')}`;
  }
  return vendor.headersProblem?.(request);
}

/** What a request says, and by which id it is known where its vendor has one. It has been proven to be the vendor's. */
export function readWebhook(
  vendor: WebhookVendor,
  request: WebhookRequest,
): { readonly reading: WebhookReading; readonly deliveryId?: string | undefined } {
  let payload: unknown;
  try {
    payload = JSON.parse(request.body);
  } catch {
    return { reading: unreadable('its body is not JSON') };
  }
  const deliveryId = vendor.deliveryId?.(request, payload);
  const reading = vendor.read(payload, request);
  if (deliveryId === undefined || reading.kind !== 'events') return { reading };
  const [first, ...rest] = reading.events.map((event) => ({ ...event, deliveryId }));
  return first === undefined ? { reading } : { reading: { kind: 'events', events: [first, ...rest] }, deliveryId };
}
