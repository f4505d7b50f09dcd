import * as z from 'zod';
import { ecrHost } from '../ecr-event.js';
import { hostOf, ignored, readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs, section } from '../schema.js';
import type { WebhookReading, WebhookRequest, WebhookVendor } from '../webhook-vendor.js';

const payloadSchema = z.object({
  specversion: maybe,
  type: maybe,
  id: maybe,
  source: maybe,
  subject: maybe,
  time: maybe,
  data: section({
    repositoryName: maybe,
    repository: z.unknown().optional(),
    imageTag: maybe,
    tag: maybe,
    imageDigest: maybe,
    digest: maybe,
    registryUrl: maybe,
    registry: maybe,
    resources: z.array(z.object({ digest: maybe, tag: maybe, resource_url: maybe })).nullish(),
  }),
});

type CloudEvent = z.output<typeof payloadSchema>;

/** `urn:aws:ecr:<region>:<account>:repository/<name>` */
const ecrSource = /^urn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):/;

/** CloudEvents 1.0 in structured mode: what an EventBridge transformer makes of ECR's events, Harbor's second format, and whoever else. */
export const cloudEvents: WebhookVendor = {
  name: 'cloudevents',
  sender: 'CloudEvents',
  credentials: [
    { kind: 'header', header: 'x-webhook-secret' },
    { kind: 'query', parameter: 'secret' },
  ],
  contentTypes: ['application/json', 'application/cloudevents+json'],
  recognises: ({ headers }) => mediaType(headers) === 'application/cloudevents+json',
  read(payload) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { specversion, type } = read.data;
    if (specversion === undefined) return unreadable('it has no specversion');
    if (type === undefined) return unreadable('it has no type');
    if (!isAboutPush(type)) return ignored(`nothing was pushed: ${type}`);
    return type.startsWith('harbor.') ? readHarbor(read.data) : readPush(read.data);
  },
  deliveryId(_request, payload) {
    const read = readAs(payloadSchema, payload);
    if ('problem' in read || read.data.id === undefined) return undefined;
    return `${read.data.source ?? ''} ${read.data.id}`;
  },
};

function mediaType(headers: WebhookRequest['headers']): string {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isAboutPush(type: string): boolean {
  return /push|publish/i.test(type);
}

function readPush({ data, source, subject, time }: CloudEvent): WebhookReading {
  const [named, tagged] = splitSubject(subject);
  const repository = data?.repositoryName ?? (typeof data?.repository === 'string' ? data.repository : named);
  return readPushedImage({
    registry: data?.registryUrl ?? data?.registry ?? registryOf(source),
    repository,
    tags: [data?.imageTag ?? data?.tag ?? tagged],
    digest: data?.imageDigest ?? data?.digest,
    pushedAt: time,
  });
}

const harborRepository = z.object({ repo_full_name: maybe });

function readHarbor({ data, time }: CloudEvent): WebhookReading {
  const [resource] = data?.resources ?? [];
  if (resource === undefined) return unreadable('it names no artifact');
  const named = harborRepository.safeParse(data?.repository);
  return readPushedImage({
    registry: resource.resource_url,
    repository: named.success ? named.data.repo_full_name : undefined,
    tags: (data?.resources ?? []).map(({ tag }) => tag),
    digest: resource.digest,
    pushedAt: time,
  });
}

function splitSubject(subject = ''): readonly [string | undefined, string | undefined] {
  const colon = subject.lastIndexOf(':');
  if (colon === -1) return [subject || undefined, undefined];
  return [subject.slice(0, colon) || undefined, subject.slice(colon + 1) || undefined];
}

function registryOf(source: string | undefined): string | undefined {
  if (source === undefined) return undefined;
  const [, region, account] = ecrSource.exec(source) ?? [];
  if (region !== undefined && account !== undefined) return ecrHost(account, region);
  return source.includes('://') ? hostOf(source) : undefined;
}
