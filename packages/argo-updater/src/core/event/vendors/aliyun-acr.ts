import * as z from 'zod';
import { readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs, section } from '../schema.js';
import type { WebhookVendor } from '../webhook-vendor.js';

const payloadSchema = z.object({
  repository: section({ repo_full_name: maybe, region: maybe }),
  push_data: section({ tag: maybe, digest: maybe }),
});

/** Alibaba Cloud Container Registry. An instance of the Enterprise Edition has a host of its own, which `?registry_url=` names. */
export const aliyunAcr: WebhookVendor = {
  name: 'aliyun-acr',
  sender: 'Alibaba Cloud Container Registry',
  credentials: [{ kind: 'query', parameter: 'secret' }],
  read(payload, { query }) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { repository, push_data: push } = read.data;
    const usual = repository?.region && `registry.${repository.region}.aliyuncs.com`;
    return readPushedImage({
      registry: query.registry_url || usual,
      repository: repository?.repo_full_name,
      tags: [push?.tag],
      digest: push?.digest,
    });
  },
};
