import * as z from 'zod';
import { readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs } from '../schema.js';
import type { WebhookVendor } from '../webhook-vendor.js';

const payloadSchema = z.object({
  repository: maybe,
  docker_url: maybe,
  updated_tags: z.array(z.string()).nullish(),
});

/** quay.io and Red Hat Quay: “Push to Repository”. */
export const quay: WebhookVendor = {
  name: 'quay.io',
  sender: 'Quay',
  credentials: [{ kind: 'query', parameter: 'secret' }],
  read(payload) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { repository, docker_url: address = 'quay.io', updated_tags: tags } = read.data;
    return readPushedImage({ registry: address, repository, tags: tags ?? [] });
  },
};
