import { z } from 'zod';

const queue = { QueueUrl: z.string() };
const attributes = z.record(z.string(), z.string());
const entryId = z.string().min(1).max(80);
const message = {
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
};
const seconds = z.number().int().min(0).max(43_200);

/** What each operation of SQS takes, as far as the fake reads it. */
export const sqsSchemas = {
  createQueue: z.object({ QueueName: z.string().regex(/^[\w-]{1,80}$/), Attributes: attributes.optional() }),
  getQueueUrl: z.object({ QueueName: z.string() }),
  queue: z.object(queue),
  queueAttributes: z.object({ ...queue, AttributeNames: z.array(z.string()).optional() }),
  setAttributes: z.object({ ...queue, Attributes: attributes }),
  send: z.object({ ...queue, ...message }),
  sendBatch: z.object({ ...queue, Entries: z.array(z.object({ Id: entryId, ...message })).max(10) }),
  receive: z.object({
    ...queue,
    MaxNumberOfMessages: z.number().int().min(1).max(10).optional(),
    WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
    VisibilityTimeout: seconds.optional(),
  }),
  delete: z.object({ ...queue, ReceiptHandle: z.string() }),
  deleteBatch: z.object({ ...queue, Entries: z.array(z.object({ Id: entryId, ReceiptHandle: z.string() })).max(10) }),
  visibility: z.object({ ...queue, ReceiptHandle: z.string(), VisibilityTimeout: seconds }),
  visibilityBatch: z.object({
    ...queue,
    Entries: z.array(z.object({ Id: entryId, ReceiptHandle: z.string(), VisibilityTimeout: seconds })).max(10),
  }),
  redrivePolicy: z.object({
    deadLetterTargetArn: z.string(),
    maxReceiveCount: z.coerce.number().int().min(1).max(1000),
  }),
};
