import * as z from 'zod';
import { ignored, readPushedImage, unreadable } from './pushed-image.js';
import { maybe, readAs } from './schema.js';
import type { WebhookReading } from './webhook-vendor.js';

const eventSchema = z.object({
  id: maybe,
  source: z.string(),
  'detail-type': z.string(),
  account: maybe,
  region: maybe,
  time: maybe,
  detail: z.unknown().optional(),
});

const actionSchema = z.object({
  result: maybe,
  'action-type': maybe,
  'repository-name': maybe,
  'image-digest': maybe,
  'image-tag': maybe,
});

/** Reads what ECR tells EventBridge. Only pushes that succeeded are news; a push of an index tells of each of its images too, without a tag. */
export function readEcrEvent(payload: unknown): WebhookReading {
  const read = readAs(eventSchema, payload);
  if ('problem' in read) return unreadable(read.problem);
  const { account, region, time, detail } = read.data;
  const kind = `${read.data.source} ${read.data['detail-type']}`;
  if (kind !== 'aws.ecr ECR Image Action') return ignored(`it is about something else: ${kind}`);
  const action = readAs(actionSchema, detail);
  if ('problem' in action) return unreadable(action.problem);
  const { result, 'action-type': type, 'repository-name': repository, ...image } = action.data;
  if (type !== 'PUSH' || result !== 'SUCCESS') return ignored(`nothing was pushed: ${type} ${result}`);
  if (account === undefined || region === undefined) return unreadable('it does not say which account and region');
  return readPushedImage({
    registry: ecrHost(account, region),
    repository,
    tags: [image['image-tag']],
    digest: image['image-digest'],
    pushedAt: time,
  });
}

/** The id of an event of EventBridge, the same when it is delivered again. */
export function ecrEventId(payload: unknown): string | undefined {
  const read = readAs(eventSchema, payload);
  return 'data' in read ? read.data.id : undefined;
}

/** The host of an account's private registry in a region. */
export function ecrHost(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
