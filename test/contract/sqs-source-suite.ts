import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAws } from '@towline/shared/aws';
import { type Logger, silentLogger } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';
import { createManualClock } from '@towline/test-kit/clock';
import { createQueueClient } from '../../packages/argo-updater/src/adapters/events/sqs/queue-client.js';
import { readQueue } from '../../packages/argo-updater/src/adapters/events/sqs/sqs-source.js';
import { createSeenDeliveries } from '../../packages/argo-updater/src/core/event/seen-deliveries.js';
import type { SqsTarget } from './sqs-suite.js';

const digest = `sha256:${'a'.repeat(64)}`;

/** A push, as ECR tells EventBridge. */
const push = (id: string, tag: string | undefined = id, action = 'PUSH') =>
  JSON.stringify({
    version: '0',
    id,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'action-type': action,
      'repository-name': 'team/app',
      'image-digest': digest,
      ...(tag === undefined ? {} : { 'image-tag': tag }),
    },
  });

/** What becomes of messages in a queue, whoever implements the queue. */
export function sqsSourceContract(start: () => Promise<SqsTarget>): void {
  let target: SqsTarget;
  let sqs: SQSClient;
  const identity = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  beforeAll(async () => {
    target = await start();
    sqs = new SQSClient({ endpoint: target.url, region: 'us-east-1', credentials: identity, maxAttempts: 1 });
  });
  afterAll(async () => {
    sqs.destroy();
    await target.stop();
  });

  const makeQueue = async (QueueName: string, Attributes: Record<string, string> = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const send = (QueueUrl: string, MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const left = async (QueueUrl: string) => {
    const wanted = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...wanted] }),
    );
    return wanted.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  };

  /** Reads a queue, and tells what was accepted and logged, until it is stopped. */
  const read = (queueUrl: string, answer: () => 'accepted' | 'full' = () => 'accepted', visibilitySeconds = 30) => {
    const stop = new AbortController();
    const clock = createManualClock();
    const accepted: string[] = [];
    const said: string[] = [];
    let arrived = () => {};
    const say = (_fields: object, sentence: string) => {
      said.push(sentence);
      arrived();
    };
    const log: Logger = { ...silentLogger, warn: say, error: say, info: say };
    const aws = createAws(
      { clock },
      {
        identity: { kind: 'static', ...identity, secretAccessKey: new Secret('secret') },
        region: 'us-east-1',
        maxAttempts: 1,
      },
    );
    const settings = async () => ({ ...(await aws.settings()), endpoint: target.url });
    const queue = createQueueClient({ queueUrl, settings, visibilitySeconds });
    const ended = readQueue(
      {
        queue,
        seen: createSeenDeliveries(),
        clock,
        log,
        accept(event) {
          const taken = answer();
          accepted.push(
            `${event.kind === 'image' ? `${event.repository.host}/${event.repository.path}:${event.tag}` : event.kind} ${taken}`,
          );
          arrived();
          return taken;
        },
      },
      stop.signal,
    );
    return {
      clock,
      accepted,
      said,
      async until(done: () => boolean) {
        while (!done()) {
          await new Promise<void>((resolve) => {
            arrived = resolve;
          });
        }
      },
      async stop() {
        stop.abort(new Error('enough'));
        await ended;
      },
    };
  };

  const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

  it('makes an event of a push, and deletes what it has taken', async () => {
    const queueUrl = await makeQueue('taken');
    await send(queueUrl, push('1.0'));
    await send(queueUrl, JSON.stringify({ Type: 'Notification', MessageId: 'm', Message: push('1.1') }));
    const reading = read(queueUrl);
    await reading.until(() => reading.accepted.length === 2);
    await reading.stop();
    expect(reading.accepted.toSorted()).toEqual([`${host}/team/app:1.0 accepted`, `${host}/team/app:1.1 accepted`]);
    expect([await left(queueUrl), reading.said]).toEqual([0, []]);
  });

  it('deletes what is no news, and what it was told before', async () => {
    const queueUrl = await makeQueue('no-news');
    for (const body of [push('gone', 'gone', 'DELETE'), push('of-an-index', ''), push('2.0'), push('2.0')])
      await send(queueUrl, body);
    const reading = read(queueUrl);
    await send(queueUrl, push('2.1'));
    await reading.until(() => reading.accepted.length === 2);
    await reading.stop();
    expect(reading.accepted.toSorted()).toEqual([`${host}/team/app:2.0 accepted`, `${host}/team/app:2.1 accepted`]);
    expect([await left(queueUrl), reading.said]).toEqual([0, []]);
  });

  it('leaves what is no event to the redrive policy, and tells it once', async () => {
    const dead = await makeQueue('dead-letters');
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:dead-letters';
    const queueUrl = await makeQueue('poison', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '2' }),
    });
    await send(queueUrl, 'poison');
    const reading = read(queueUrl, () => 'accepted', 0);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: dead, WaitTimeSeconds: 20 }));
    await reading.stop();
    expect(Messages?.map(({ Body }) => Body)).toEqual(['poison']);
    expect(reading.said).toEqual(['A message of the queue is not an event; it is left to the redrive policy']);
  });

  it('deletes what is no event where no redrive policy takes it', async () => {
    const queueUrl = await makeQueue('poison-without-policy');
    await send(queueUrl, 'poison');
    const reading = read(queueUrl, () => 'accepted', 0);
    await reading.until(() => reading.said.length === 2);
    await reading.stop();
    expect(reading.said[1]).toBe(
      'A message of the queue is not an event, and no redrive policy took it; it is deleted',
    );
    expect(await left(queueUrl)).toBe(0);
  });

  it('holds what it cannot take, and takes it when it can', async () => {
    const queueUrl = await makeQueue('held');
    await send(queueUrl, push('3.0'));
    let places = 0;
    const reading = read(queueUrl, () => (places > 0 ? 'accepted' : 'full'));
    for (let second = 0; second < 40; second += 1) {
      await reading.clock.untilSleeping();
      reading.clock.advance(1_000);
      await reading.until(() => reading.accepted.length === second + 2);
    }
    places = 1;
    await reading.clock.untilSleeping();
    reading.clock.advance(1_000);
    await reading.until(() => reading.accepted.at(-1)?.endsWith('accepted') ?? false);
    await reading.stop();
    expect(reading.accepted.filter((one) => one.endsWith('accepted'))).toHaveLength(1);
    expect([await left(queueUrl), reading.said]).toEqual([0, []]);
  });

  it('gives back at once what it holds when it is stopped', async () => {
    const queueUrl = await makeQueue('given-back');
    await send(queueUrl, push('4.0'));
    const reading = read(queueUrl, () => 'full');
    await reading.clock.untilSleeping();
    await reading.stop();
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 0 }));
    expect(Messages).toHaveLength(1);
  });

  it('stops in the middle of waiting for messages', async () => {
    const reading = read(await makeQueue('empty'));
    await reading.stop();
    expect(reading.accepted).toEqual([]);
  });

  it('tells once that the queue is not there, and reads it when it is', async () => {
    const queueUrl = `${target.url}/123456789012/later`;
    const reading = read(queueUrl);
    for (const pause of [1_000, 2_000]) {
      await reading.clock.untilSleeping();
      reading.clock.advance(pause);
    }
    await reading.clock.untilSleeping();
    await makeQueue('later');
    await send(queueUrl, push('5.0'));
    reading.clock.advance(4_000);
    await reading.until(() => reading.accepted.length === 1);
    await reading.stop();
    expect(reading.said).toEqual([
      'The queue of events cannot be read; the poll goes on',
      'The queue of events answers again',
    ]);
  });
}
