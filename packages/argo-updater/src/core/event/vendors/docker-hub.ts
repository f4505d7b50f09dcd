import * as z from 'zod';
import { readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs, section } from '../schema.js';
import type { WebhookVendor } from '../webhook-vendor.js';

const payloadSchema = z.object({
  repository: section({ repo_name: maybe, namespace: maybe, name: maybe }),
  push_data: section({ tag: maybe, pushed_at: z.number().nullish() }),
});

/** Docker Hub, which signs nothing and names no delivery. */
export const dockerHub: WebhookVendor = {
  name: 'docker.io',
  sender: 'Docker Hub',
  credentials: [{ kind: 'query', parameter: 'secret' }],
  read(payload) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { repository, push_data: push } = read.data;
    const joined = [repository?.namespace, repository?.name].filter(Boolean).join('/');
    return readPushedImage({
      registry: 'docker.io',
      repository: repository?.repo_name ?? (repository?.name && joined),
      tags: [push?.tag],
      pushedAt: push?.pushed_at ?? undefined,
    });
  },
};
