import type { SQSClient } from '@aws-sdk/client-sqs';
import { onAbort } from '@towline/shared/async';
import { type AwsClientSettings, type AwsFailure, describeAwsFailure } from '@towline/shared/aws';
import { EventsError, type EventsErrorCode } from '../events-error.js';

/** A message that nobody else receives until it is visible again. */
export interface QueueMessage {
  readonly id: string;
  /** What its deletion must name. */
  readonly receipt: string;
  readonly body: string;
  /** How often it was received, this time included. */
  readonly receives: number;
}

/** One queue. Every failure is an `EventsError`. */
export interface QueueClient {
  /** At most ten messages, as soon as there are some; none after some 20 seconds. */
  receive(signal: AbortSignal): Promise<readonly QueueMessage[]>;
  delete(messages: readonly QueueMessage[], signal: AbortSignal): Promise<void>;
  /** Hides messages for so many seconds from now on; 0 gives them back. */
  hide(messages: readonly QueueMessage[], seconds: number, signal: AbortSignal): Promise<void>;
}

/** Where a queue is, and by whom it is asked. */
export interface QueuePlace {
  readonly queueUrl: string;
  readonly settings: () => Promise<AwsClientSettings>;
  /** Seconds that received messages stay hidden. */
  readonly visibilitySeconds: number;
}

type Sdk = typeof import('@aws-sdk/client-sqs');

/** The queue by its SDK, which is loaded at the first call. The region is that of the queue's host where no setting names one. */
export function createQueueClient({ queueUrl, settings, visibilitySeconds }: QueuePlace): QueueClient {
  let opened: Promise<{ readonly sdk: Sdk; readonly client: SQSClient }> | undefined;
  const open = async () => {
    const sdk = await import('@aws-sdk/client-sqs');
    const region = regionOf(queueUrl);
    return { sdk, client: new sdk.SQSClient({ ...(await settings()), ...(region === undefined ? {} : { region }) }) };
  };
  const call = async <Answer>(
    signal: AbortSignal,
    work: (sdk: Sdk, client: SQSClient, options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
  ): Promise<Answer> => {
    signal.throwIfAborted();
    // The SDK never takes its listeners off a signal, and ours lives as long as the process.
    const own = new AbortController();
    const leave = onAbort(signal, () => own.abort(signal.reason));
    try {
      opened ??= open();
      const { sdk, client } = await opened;
      return await work(sdk, client, { abortSignal: own.signal });
    } catch (error) {
      signal.throwIfAborted();
      throw translate(error, queueUrl);
    } finally {
      leave();
    }
  };
  return {
    receive: (signal) =>
      call(signal, async (sdk, client, options) => {
        const command = new sdk.ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 20,
          VisibilityTimeout: visibilitySeconds,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        });
        const { Messages = [] } = await client.send(command, options);
        return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', Attributes }) => {
          return {
            id: MessageId,
            receipt: ReceiptHandle,
            body: Body,
            receives: Number(Attributes?.ApproximateReceiveCount ?? 1),
          };
        });
      }),
    delete: (messages, signal) =>
      call(signal, async (sdk, client, options) => {
        const Entries = messages.map(({ receipt }, index) => ({ Id: `m${index}`, ReceiptHandle: receipt }));
        const command = new sdk.DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries });
        refuse((await client.send(command, options)).Failed);
      }),
    hide: (messages, seconds, signal) =>
      call(signal, async (sdk, client, options) => {
        const Entries = messages.map(({ receipt }, index) => {
          return { Id: `m${index}`, ReceiptHandle: receipt, VisibilityTimeout: seconds };
        });
        const command = new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries });
        refuse((await client.send(command, options)).Failed);
      }),
  };
}

/** A batch succeeds although entries of it fail. */
function refuse(
  failed: readonly { readonly Code?: string | undefined; readonly Message?: string | undefined }[] = [],
): void {
  const [first] = failed;
  if (first === undefined) return;
  throw Object.assign(new Error(first.Message ?? 'entries of the batch failed'), {
    name: first.Code ?? 'BatchEntryFailed',
  });
}

/** `https://sqs.eu-west-1.amazonaws.com/123456789012/pushes` */
function regionOf(queueUrl: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\./.exec(queueUrl)?.[1];
}

function translate(error: unknown, queueUrl: string): EventsError {
  const { kind, name, message } = describeAwsFailure(error);
  const code = /QueueDoesNotExist|NonExistentQueue/.test(name) ? 'events-queue-missing' : codes[kind];
  return new EventsError(code, `The queue ${queueUrl}: ${name}: ${message}`, { cause: error });
}

const codes: Readonly<Record<AwsFailure['kind'], EventsErrorCode>> = {
  'no-credentials': 'events-queue-unreachable',
  identity: 'events-queue-unreachable',
  denied: 'events-queue-denied',
  throttled: 'events-queue-unreachable',
  unreachable: 'events-queue-unreachable',
  aborted: 'events-queue-failed',
  other: 'events-queue-failed',
};
