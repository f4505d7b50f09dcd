import { createHash } from 'node:crypto';
import type { Clock } from '@towline/shared/ports';
import { AwsError } from '../aws-error.js';
import { type Call, type JsonService, type Operation, operation } from '../json-protocol.js';
import { receiveOrWait } from './long-poll.js';
import type { Message, Queue } from './queue.js';
import { type Queues, timeOf } from './queues.js';
import { sqsSchemas } from './schema.js';

const invalid = 'InvalidParameterValueException';

/** The SQS API on some queues. */
export function createSqsFace(queues: Queues, clock: Clock): JsonService {
  return {
    target: 'AmazonSQS',
    version: '1.0',
    errorPrefix: 'com.amazonaws.sqs#',
    operations: { ...queueOperations(queues), ...messageOperations(queues, clock), ...inFlightOperations(queues) },
  };
}

function queueOperations(queues: Queues): Readonly<Record<string, Operation>> {
  return {
    CreateQueue: operation(
      sqsSchemas.createQueue,
      ({ QueueName, Attributes = {} }) => ({ QueueUrl: queues.url(queues.create(QueueName, Attributes)) }),
      invalid,
    ),
    GetQueueUrl: operation(sqsSchemas.getQueueUrl, ({ QueueName }) => ({
      QueueUrl: queues.url(queues.named(QueueName)),
    })),
    ListQueues: () => ({ QueueUrls: queues.all().map((queue) => queues.url(queue)) }),
    DeleteQueue: operation(sqsSchemas.queue, ({ QueueUrl }) => queues.remove(queues.at(QueueUrl))),
    PurgeQueue: operation(sqsSchemas.queue, ({ QueueUrl }) => queues.at(QueueUrl).purge()),
    GetQueueAttributes: operation(sqsSchemas.queueAttributes, ({ QueueUrl, AttributeNames = ['All'] }) => {
      const all = queues.describe(queues.at(QueueUrl));
      const wanted = Object.entries(all).filter(([name]) =>
        AttributeNames.some((asked) => asked === 'All' || asked === name),
      );
      return { Attributes: Object.fromEntries(wanted) };
    }),
    SetQueueAttributes: operation(sqsSchemas.setAttributes, ({ QueueUrl, Attributes }) => {
      const queue = queues.at(QueueUrl);
      for (const [name, value] of Object.entries(Attributes)) queue.attributes.set(name, value);
    }),
  };
}

function messageOperations(queues: Queues, clock: Clock): Readonly<Record<string, Operation>> {
  const put = (
    queue: Queue,
    entry: {
      MessageBody: string;
      DelaySeconds?: number | undefined;
      MessageAttributes?: Record<string, unknown> | undefined;
    },
  ) => {
    const delayMs = entry.DelaySeconds === undefined ? timeOf(queue, 'DelaySeconds') : entry.DelaySeconds * 1000;
    const message = queue.send({ body: entry.MessageBody, attributes: entry.MessageAttributes, delayMs });
    return { MessageId: message.id, MD5OfMessageBody: md5(message.body) };
  };
  return {
    SendMessage: operation(sqsSchemas.send, (input) => put(queues.at(input.QueueUrl), input), invalid),
    SendMessageBatch: operation(sqsSchemas.sendBatch, ({ QueueUrl, Entries }) => {
      checkBatch(Entries);
      const queue = queues.at(QueueUrl);
      return { Successful: Entries.map((entry) => ({ Id: entry.Id, ...put(queue, entry) })), Failed: [] };
    }),
    ReceiveMessage: operation(
      sqsSchemas.receive,
      async (input, { signal }: Call) => {
        const queue = queues.at(input.QueueUrl);
        const { VisibilityTimeout: hide, WaitTimeSeconds: wait } = input;
        const hideMs = hide === undefined ? timeOf(queue, 'VisibilityTimeout') : hide * 1000;
        const waitMs = wait === undefined ? timeOf(queue, 'ReceiveMessageWaitTimeSeconds') : wait * 1000;
        const limit = input.MaxNumberOfMessages ?? 1;
        const messages = await receiveOrWait(clock, { queue, limit, hideMs, waitMs, signal });
        return messages.length === 0 ? {} : { Messages: messages.map(show) };
      },
      invalid,
    ),
  };
}

function inFlightOperations(queues: Queues): Readonly<Record<string, Operation>> {
  const remove = (queue: Queue, receipt: string) => {
    if (!queue.delete(receipt)) throw invalidReceipt(receipt);
  };
  const hide = (queue: Queue, receipt: string, seconds: number) => {
    const outcome = queue.hide(receipt, seconds * 1000);
    if (outcome === 'unknown') throw invalidReceipt(receipt);
    if (outcome === 'not-in-flight') {
      throw new AwsError('MessageNotInflight', `The receipt handle ${receipt} belongs to no message in flight`);
    }
  };
  return {
    DeleteMessage: operation(sqsSchemas.delete, ({ QueueUrl, ReceiptHandle }) =>
      remove(queues.at(QueueUrl), ReceiptHandle),
    ),
    DeleteMessageBatch: operation(sqsSchemas.deleteBatch, ({ QueueUrl, Entries }) => {
      const queue = queues.at(QueueUrl);
      return batch(Entries, ({ ReceiptHandle }) => remove(queue, ReceiptHandle));
    }),
    ChangeMessageVisibility: operation(sqsSchemas.visibility, (input) =>
      hide(queues.at(input.QueueUrl), input.ReceiptHandle, input.VisibilityTimeout),
    ),
    ChangeMessageVisibilityBatch: operation(sqsSchemas.visibilityBatch, ({ QueueUrl, Entries }) => {
      const queue = queues.at(QueueUrl);
      return batch(Entries, ({ ReceiptHandle, VisibilityTimeout }) => hide(queue, ReceiptHandle, VisibilityTimeout));
    }),
  };
}

/** Carries out each entry; one that fails does not keep the others from being done. */
function batch<Entry extends { readonly Id: string }>(entries: readonly Entry[], run: (entry: Entry) => void) {
  checkBatch(entries);
  const successful: { Id: string }[] = [];
  const failed: { Id: string; SenderFault: true; Code: string; Message: string }[] = [];
  for (const entry of entries) {
    try {
      run(entry);
      successful.push({ Id: entry.Id });
    } catch (error) {
      if (!AwsError.is(error)) throw error;
      failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}

function checkBatch(entries: readonly { readonly Id: string }[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two entries of the batch have the same Id');
  }
}

function show({ id, body, attributes, receipt, sentAt, firstReceivedAt, receiveCount }: Message) {
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    MD5OfBody: md5(body),
    Body: body,
    Attributes: {
      SentTimestamp: String(sentAt),
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    },
    ...(attributes === undefined ? {} : { MessageAttributes: attributes }),
  };
}

function invalidReceipt(receipt: string): AwsError {
  return new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not a valid receipt handle.`);
}

/** SQS sends the MD5 of a body, and its SDK checks it. */
function md5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
