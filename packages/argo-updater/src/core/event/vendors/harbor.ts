import * as z from 'zod';
import { ignored, readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs, section } from '../schema.js';
import type { WebhookVendor } from '../webhook-vendor.js';

const payloadSchema = z.object({
  type: maybe,
  occur_at: z.number().nullish(),
  event_data: section({
    resources: z.array(z.object({ digest: maybe, tag: maybe, resource_url: maybe })).nullish(),
    repository: section({ name: maybe, namespace: maybe, repo_full_name: maybe }),
  }),
});

/** Harbor in its own format; in the other one it is `cloudevents`. */
export const harbor: WebhookVendor = {
  name: 'harbor',
  sender: 'Harbor',
  credentials: [{ kind: 'header', header: 'authorization' }],
  contentTypes: ['application/json'],
  read(payload, { query }) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { type, event_data: data, occur_at: time } = read.data;
    if (type !== 'PUSH_ARTIFACT') return ignored(`nothing was pushed: ${type ?? 'an event without a type'}`);
    const [resource] = data?.resources ?? [];
    if (resource === undefined) return unreadable('it names no artifact');
    const { name, namespace, repo_full_name: full } = data?.repository ?? {};
    return readPushedImage({
      registry: resource.resource_url ?? query.registry_url,
      repository: full ?? (name && [namespace, name].filter(Boolean).join('/')),
      tags: (data?.resources ?? []).map(({ tag }) => tag),
      digest: resource.digest,
      pushedAt: time ?? undefined,
    });
  },
};
