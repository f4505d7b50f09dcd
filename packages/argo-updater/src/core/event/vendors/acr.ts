import * as z from 'zod';
import { ignored, readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs, section } from '../schema.js';
import type { WebhookVendor } from '../webhook-vendor.js';

const payloadSchema = z.object({
  id: maybe,
  timestamp: maybe,
  action: maybe,
  target: section({ repository: maybe, tag: maybe, digest: maybe }),
  request: section({ host: maybe }),
});

/** Azure Container Registry. */
export const acr: WebhookVendor = {
  name: 'acr',
  sender: 'Azure Container Registry',
  credentials: [{ kind: 'header', header: 'authorization' }],
  contentTypes: ['application/json'],
  read(payload) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { action, target, request, timestamp } = read.data;
    if (action !== 'push') return ignored(`nothing was pushed: ${action ?? 'an event without an action'}`);
    return readPushedImage({
      registry: request?.host,
      repository: target?.repository,
      tags: [target?.tag],
      digest: target?.digest,
      pushedAt: timestamp,
    });
  },
  deliveryId(_request, payload) {
    const read = readAs(payloadSchema, payload);
    return 'data' in read ? read.data.id : undefined;
  },
};
