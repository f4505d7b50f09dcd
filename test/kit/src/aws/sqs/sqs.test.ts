import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../clock/index.js';
import { ask } from '../../serve/index.js';
import { awsFault, type Queue, type RunningAws, startAws } from '../index.js';

let clock: ManualClock;
let aws: RunningAws;
let queue: Queue;
beforeEach(async () => {
  clock = createManualClock();
  aws = await startAws({ clock });
  queue = aws.queues.create('work', {});
});
afterEach(() => aws.stop());

const authorization = 'AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/sqs/aws4_request, Signature=0';

async function call(operation: string, input: object, headers: Record<string, string> = { authorization }) {
  const reply = await ask(aws.url, {
    method: 'POST',
    headers: { 'x-amz-target': `AmazonSQS.${operation}`, ...headers },
    body: JSON.stringify({ QueueUrl: aws.queues.url(queue), ...input }),
  });
  return { status: reply.status, ...JSON.parse(reply.body.toString('utf8')) };
}

const send = (body: string, delayMs = 0) => queue.send({ body, attributes: undefined, delayMs });
const receive = async (input: object = {}) => {
  const { Messages = [] } = await call('ReceiveMessage', { MaxNumberOfMessages: 10, ...input });
  return Messages.map(({ Body }: { Body: string }) => Body);
};

describe('a queue of the kit', () => {
  it('shows a message again when its time of hiding is over, not before', async () => {
    send('one');
    expect(await receive({ VisibilityTimeout: 60 })).toEqual(['one']);
    clock.advance(59_999);
    expect(await receive()).toEqual([]);
    clock.advance(1);
    expect(await receive()).toEqual(['one']);
  });

  it('hides for thirty seconds where nobody says how long', async () => {
    send('one');
    await receive();
    clock.advance(29_999);
    expect(await receive()).toEqual([]);
    clock.advance(1);
    expect(await receive()).toEqual(['one']);
  });

  it('holds a delayed message back', async () => {
    send('later', 5_000);
    expect(await receive()).toEqual([]);
    expect(queue.counts()).toEqual({ visible: 0, hidden: 0, delayed: 1 });
    clock.advance(5_000);
    expect(await receive()).toEqual(['later']);
  });

  it('ends a wait with nothing when the time is over', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await clock.untilSleeping();
    clock.advance(20_000);
    expect(await waiting).toEqual([]);
  });

  it('ends a wait when a message arrives', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await clock.untilSleeping();
    send('now');
    expect(await waiting).toEqual(['now']);
  });

  it('ends a wait when a hidden message comes back', async () => {
    send('one');
    await receive({ VisibilityTimeout: 10 });
    const waiting = receive({ WaitTimeSeconds: 20 });
    await clock.untilSleeping();
    clock.advance(10_000);
    expect(await waiting).toEqual(['one']);
  });

  it('does not delete what another receive has taken over', async () => {
    send('one');
    const first = await call('ReceiveMessage', { VisibilityTimeout: 1 });
    clock.advance(1_000);
    await receive();
    const late = await call('DeleteMessage', { ReceiptHandle: first.Messages[0].ReceiptHandle });
    expect([late.status, queue.counts().hidden]).toEqual([200, 1]);
  });

  it('refuses to hide what is not in flight', async () => {
    send('one');
    const { Messages } = await call('ReceiveMessage', { VisibilityTimeout: 0 });
    const change = { ReceiptHandle: Messages[0].ReceiptHandle, VisibilityTimeout: 9 };
    expect(await call('ChangeMessageVisibility', change)).toMatchObject({
      status: 400,
      __type: 'com.amazonaws.sqs#MessageNotInflight',
    });
  });

  it('refuses a request that nobody signed', async () => {
    expect(await call('ReceiveMessage', {}, {})).toMatchObject({
      status: 400,
      __type: 'com.amazonaws.sqs#MissingAuthenticationTokenException',
    });
  });

  it('refuses an input in the words of the service', async () => {
    expect(await call('ReceiveMessage', { MaxNumberOfMessages: 11 })).toMatchObject({
      status: 400,
      __type: 'com.amazonaws.sqs#InvalidParameterValueException',
      message: expect.stringContaining('MaxNumberOfMessages'),
    });
  });

  it('can be throttled', async () => {
    aws.faults.add({
      ...awsFault('ThrottlingException', 'Rate exceeded'),
      match: { kind: 'sqs:ReceiveMessage' },
      times: 1,
    });
    expect(await call('ReceiveMessage', {})).toMatchObject({ status: 400, __type: 'ThrottlingException' });
    expect(await receive()).toEqual([]);
  });
});
