import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAws } from '@towline/shared/aws';
import { silentLogger } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';
import { awsFault, type RunningAws, startAws } from '@towline/test-kit/aws';
import { createManualClock } from '@towline/test-kit/clock';
import { describeReal, startMoto } from '@towline/test-kit/real';
import { createQueueClient } from '../../packages/argo-updater/src/adapters/events/sqs/queue-client.js';
import { readQueue } from '../../packages/argo-updater/src/adapters/events/sqs/sqs-source.js';
import { createSeenDeliveries } from '../../packages/argo-updater/src/core/event/seen-deliveries.js';
import { sqsSourceContract } from './sqs-source-suite.js';

describe("events from the kit's SQS", () => sqsSourceContract(startAws));
describeReal('moto', "events from moto's SQS", () => sqsSourceContract(startMoto));

describe('the requests to SQS', () => {
  let aws: RunningAws;
  beforeAll(async () => {
    aws = await startAws();
  });
  afterAll(() => aws.stop());

  const client = (queueUrl: string) => {
    const clock = createManualClock();
    const identity = { kind: 'static', accessKeyId: 'A', secretAccessKey: new Secret('s') } as const;
    const { settings } = createAws({ clock }, { identity, region: 'us-east-1', maxAttempts: 1 });
    const own = async () => ({ ...(await settings()), endpoint: aws.url });
    return { clock, queue: createQueueClient({ queueUrl, settings: own, visibilitySeconds: 30 }) };
  };

  it('are one deletion for all messages of a receive, and a renewal for each half of their time', async () => {
    const waiting = aws.queues.create('counted', {});
    for (const id of ['1', '2', '3']) {
      const detail = { result: 'SUCCESS', 'action-type': 'PUSH', 'repository-name': 'app', 'image-tag': id };
      const event = {
        id,
        source: 'aws.ecr',
        'detail-type': 'ECR Image Action',
        account: '1',
        region: 'us-east-1',
        detail,
      };
      waiting.send({ body: JSON.stringify(event), attributes: undefined, delayMs: 0 });
    }
    const { clock, queue } = client(`${aws.url}/123456789012/counted`);
    const stop = new AbortController();
    let free = false;
    let taken = 0;
    const accept = () => {
      if (free) taken += 1;
      if (taken === 3) stop.abort();
      return free ? 'accepted' : 'full';
    };
    const ended = readQueue({ queue, accept, seen: createSeenDeliveries(), clock, log: silentLogger }, stop.signal);
    for (let second = 0; second < 31; second += 1) {
      await clock.untilSleeping();
      clock.advance(1_000);
    }
    await clock.untilSleeping();
    free = true;
    clock.advance(1_000);
    await ended;
    expect(aws.requests.counts()).toEqual({
      'sqs:ReceiveMessage': 1,
      'sqs:ChangeMessageVisibilityBatch': 2,
      'sqs:DeleteMessageBatch': 1,
    });
  });

  it.each([
    ['AccessDeniedException', 'events-queue-denied'],
    ['AWS.SimpleQueueService.NonExistentQueue', 'events-queue-missing'],
    ['QueueDoesNotExist', 'events-queue-missing'],
    ['ThrottlingException', 'events-queue-unreachable'],
    ['OverLimit', 'events-queue-failed'],
  ])('that are refused with %s fail with %s', async (name, code) => {
    aws.faults.add({ match: { kind: 'sqs:ReceiveMessage' }, times: 1, ...awsFault(name, 'no') });
    const { queue } = client(`${aws.url}/123456789012/counted`);
    await expect(queue.receive(new AbortController().signal)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('/123456789012/counted'),
    });
  });
});
