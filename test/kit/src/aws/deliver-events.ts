import { ask } from '../serve/index.js';
import type { Queue } from './sqs/queue.js';

/** Puts events into a queue of this process, as an EventBridge rule with the queue as its target does. */
export function deliverToQueue(queue: Queue): (event: object) => void {
  return (event) => void queue.send({ body: JSON.stringify(event), attributes: undefined, delayMs: 0 });
}

/** Sends events to a queue of a fake in another process, by its URL. A delivery that fails is told to `failed`. */
export function deliverToUrl(queueUrl: string, failed: (error: unknown) => void): (event: object) => void {
  return (event) => void sendMessage(queueUrl, JSON.stringify(event)).catch(failed);
}

async function sendMessage(queueUrl: string, body: string): Promise<void> {
  const { status } = await ask(new URL('/', queueUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIATEVENTS/20260101/us-east-1/sqs/aws4_request, Signature=none',
    },
    body: JSON.stringify({ QueueUrl: queueUrl, MessageBody: body }),
  });
  if (status !== 200) throw new Error(`${queueUrl} answered ${status} to an event`);
}
