import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliverToQueue, type RunningAws, startAws } from '@towline/test-kit/aws';
import { describeReal, type Moto, startMoto } from '@towline/test-kit/real';
import { pushImage, type RunningRegistry, startRegistry } from '@towline/test-kit/registry';

const settings = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
});

/** The events that wait in a queue. */
async function eventsIn(endpoint: string, QueueUrl: string) {
  const sqs = new SQSClient(settings(endpoint));
  const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
  sqs.destroy();
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

/** A push as ECR tells it; what EventBridge adds is in every event. */
const push = (tag: string, digest: unknown) => ({
  version: '0',
  id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  region: 'us-east-1',
  resources: [],
  detail: expect.objectContaining({
    result: 'SUCCESS',
    'repository-name': 'team/app',
    'image-digest': digest,
    'action-type': 'PUSH',
    'image-tag': tag,
  }),
});

describe('a push to the registry of the kit', () => {
  let registry: RunningRegistry;
  let aws: RunningAws;
  beforeAll(async () => {
    aws = await startAws();
    const queue = aws.queues.create('pushes', {});
    registry = await startRegistry({ onEvent: deliverToQueue(queue) });
  });
  afterAll(() => Promise.all([registry.stop(), aws.stop()]));

  it('is an event in the queue for each tag, and one without a tag for each image of an index', async () => {
    const recipe = { platforms: ['linux/amd64', 'linux/arm64'] };
    const digest = await pushImage(registry.url, { repository: 'team/app', tags: ['1.0', 'latest'], ...recipe });
    const events = await eventsIn(aws.url, `${aws.url}/123456789012/pushes`);
    const tagged = events.filter(({ detail }) => 'image-tag' in detail);
    expect(tagged).toEqual([push('1.0', digest), push('latest', digest)]);
    expect(events).toHaveLength(4);
  });
});

describeReal('moto', 'an event through the EventBridge of moto', () => {
  let moto: Moto;
  let bridge: EventBridgeClient;
  let QueueUrl = '';
  beforeAll(async () => {
    moto = await startMoto();
    bridge = new EventBridgeClient(settings(moto.url));
    const sqs = new SQSClient(settings(moto.url));
    QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'pushes' }))).QueueUrl ?? '';
    sqs.destroy();
    const EventPattern = JSON.stringify({ source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } });
    await bridge.send(new PutRuleCommand({ Name: 'pushes', EventPattern }));
    const Arn = 'arn:aws:sqs:us-east-1:123456789012:pushes';
    await bridge.send(new PutTargetsCommand({ Rule: 'pushes', Targets: [{ Id: 'queue', Arn }] }));
  });
  afterAll(async () => {
    bridge.destroy();
    await moto.stop();
  });

  it('reaches the queue in the same form, where the rule wants it', async () => {
    const detail = { result: 'SUCCESS', 'repository-name': 'team/app', 'image-digest': 'sha256:1', 'image-tag': '1.0' };
    const Entries = ['DELETE', 'PUSH'].map((action) => ({
      Source: 'aws.ecr',
      DetailType: 'ECR Image Action',
      Detail: JSON.stringify({ ...detail, 'action-type': action }),
    }));
    await bridge.send(new PutEventsCommand({ Entries }));
    // moto leaves the account out, which EventBridge always says.
    const { account, ...event } = push('1.0', 'sha256:1');
    expect([account, await eventsIn(moto.url, QueueUrl)]).toEqual(['123456789012', [event]]);
  });
});
