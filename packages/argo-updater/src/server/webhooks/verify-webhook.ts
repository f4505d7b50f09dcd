import { createHmac } from 'node:crypto';
import type { Secret } from '@towline/shared/secret';
import type { CredentialPlace, WebhookRequest, WebhookVendor } from '../../core/event/webhook-vendor.js';
import { isSameText } from '../access/same-text.js';

/** Whether a request proves that it is its vendor's: `missing` where it tries nothing at all. */
export type Proof = 'proven' | 'missing' | 'wrong';

/** Holds what a request brings against the secret, in constant time. */
export function verifyWebhook(vendor: WebhookVendor, request: WebhookRequest, secret: Secret): Proof {
  const { place, shown } = firstShown(vendor.credentials, request);
  if (place === undefined || shown === undefined) return 'missing';
  return isSameText(shown, expected(place, request.body, secret)) ? 'proven' : 'wrong';
}

function firstShown(places: readonly CredentialPlace[], request: WebhookRequest) {
  for (const place of places) {
    const shown = shownAt(place, request);
    if (shown) return { place, shown };
  }
  return {};
}

function shownAt(place: CredentialPlace, { headers, query }: WebhookRequest): string | undefined {
  return place.kind === 'query' ? query[place.parameter] : headers[place.header];
}

function expected(place: CredentialPlace, body: string, secret: Secret): string {
  switch (place.kind) {
    case 'signature':
      return `${place.prefix}${createHmac('sha256', secret.reveal()).update(body).digest('hex')}`;
    case 'header':
      return `${place.prefix ?? ''}${secret.reveal()}`;
    case 'query':
      return secret.reveal();
  }
}
