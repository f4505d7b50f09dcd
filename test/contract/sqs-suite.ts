import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

/** An implementation of the SQS API to hold against the contract. */
export interface SqsTarget {
  readonly url: string;
  stop(): Promise<void>;
}

/** The SQS API as its SDK uses it, without waiting for time to pass. */
export function sqsContract(start: () => Promise<SqsTarget>): void {
  let target: SqsTarget;
  let sqs: SQSClient;
  beforeAll(async () => {
    target = await start();
    const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    sqs = new SQSClient({ endpoint: target.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    sqs.destroy();
    await target.stop();
  });

  const create = async (QueueName: string, Attributes: Partial<Record<QueueAttributeName, string>> = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const send = (QueueUrl: string, MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const receive = async (QueueUrl: string, options: object = {}) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...options }))).Messages ?? [];
  const bodies = async (QueueUrl: string, options: object = {}) =>
    (await receive(QueueUrl, options)).map(({ Body }) => Body).toSorted();
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: Error) => error.name,
    );

  it('makes a queue that is found by its name, once', async () => {
    const url = await create('made');
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'made' }))).QueueUrl).toBe(url);
    expect(await create('made')).toBe(url);
  });

  it('says that a queue is not there', async () => {
    expect(await failure(sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' })))).toBe('QueueDoesNotExist');
    expect(await failure(receive(`${target.url}/123456789012/nowhere`))).toBe('QueueDoesNotExist');
  });

  it('hides a message that was received, and counts it', async () => {
    const QueueUrl = await create('hidden');
    const sent = await send(QueueUrl, 'one');
    const [message] = await receive(QueueUrl, { AttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'one',
      Attributes: { ApproximateReceiveCount: '1' },
    });
    expect(await receive(QueueUrl)).toEqual([]);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:123456789012:hidden',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
  });

  it('gives a message again once nobody hides it any more', async () => {
    const QueueUrl = await create('again');
    await send(QueueUrl, 'one');
    const [message] = await receive(QueueUrl);
    const ReceiptHandle = message?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await receive(QueueUrl, { AttributeNames: ['All'] })).toMatchObject([
      { Body: 'one', Attributes: { ApproximateReceiveCount: '2' } },
    ]);
  });

  it('forgets a message that was deleted', async () => {
    const QueueUrl = await create('deleted');
    await send(QueueUrl, 'one');
    const [message] = await receive(QueueUrl, { VisibilityTimeout: 0 });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('refuses a receipt that it did not give', async () => {
    const QueueUrl = await create('receipts');
    const remove = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'made-up' });
    expect(await failure(sqs.send(remove))).toBe('ReceiptHandleIsInvalid');
  });

  it('takes and deletes messages by the batch', async () => {
    const QueueUrl = await create('batches');
    const Entries = ['a', 'b', 'c'].map((MessageBody, index) => ({ Id: `m${index}`, MessageBody }));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['m0', 'm1', 'm2']);
    const messages = await receive(QueueUrl);
    expect(messages.map(({ Body }) => Body).toSorted()).toEqual(['a', 'b', 'c']);
    const gone = messages.map(({ ReceiptHandle }, index) => ({ Id: `d${index}`, ReceiptHandle }));
    const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: gone }));
    expect([deleted.Successful?.length, deleted.Failed ?? []]).toEqual([3, []]);
  });

  it('refuses a batch with two entries of one id', async () => {
    const QueueUrl = await create('twins');
    const Entries = ['a', 'b'].map((MessageBody) => ({ Id: 'same', MessageBody }));
    const batch = sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(await failure(batch)).toBe('BatchEntryIdsNotDistinct');
  });

  it('gives no more messages than were asked for', async () => {
    const QueueUrl = await create('limited');
    for (const body of ['a', 'b', 'c']) await send(QueueUrl, body);
    expect(await receive(QueueUrl, { MaxNumberOfMessages: 2 })).toHaveLength(2);
  });

  it('answers a waiting receive when a message comes', async () => {
    const QueueUrl = await create('waiting');
    const waiting = bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await send(QueueUrl, 'at last');
    expect(await waiting).toEqual(['at last']);
  });

  it('puts aside what was received too often', async () => {
    await create('dead');
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:dead';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
    const QueueUrl = await create('poisoned', { RedrivePolicy });
    await send(QueueUrl, 'poison');
    expect(await bodies(QueueUrl, { VisibilityTimeout: 0 })).toEqual(['poison']);
    expect(await bodies(QueueUrl, { VisibilityTimeout: 0 })).toEqual(['poison']);
    expect(await bodies(QueueUrl)).toEqual([]);
    const { QueueUrl: dead = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'dead' }));
    expect(await bodies(dead)).toEqual(['poison']);
  });
}
