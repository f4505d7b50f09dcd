import * as z from 'zod';
import { readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs } from '../schema.js';
import type { WebhookVendor } from '../webhook-vendor.js';

const payloadSchema = z.object({ repository: maybe, tag: maybe, digest: maybe, id: maybe, time: maybe });

/** Whoever can send JSON: `{"repository": "<registry>/<name>", "tag": "…", "digest": "…"}`. */
export const generic: WebhookVendor = {
  name: 'generic',
  sender: 'anything that can send JSON',
  credentials: [
    { kind: 'signature', header: 'x-signature-256', prefix: 'sha256=' },
    { kind: 'header', header: 'x-webhook-secret' },
    { kind: 'header', header: 'authorization', prefix: 'Bearer ' },
    { kind: 'query', parameter: 'secret' },
  ],
  read(payload) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { repository = '', tag, digest, time } = read.data;
    const slash = repository.indexOf('/');
    if (slash === -1) return unreadable('its repository is not <registry>/<name>');
    return readPushedImage({
      registry: repository.slice(0, slash),
      repository: repository.slice(slash + 1),
      tags: [tag],
      digest,
      pushedAt: time,
    });
  },
  deliveryId({ headers }, payload) {
    const read = readAs(payloadSchema, payload);
    return headers['x-delivery-id'] ?? ('data' in read ? read.data.id : undefined);
  },
};
