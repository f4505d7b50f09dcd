import { AwsError } from '../aws-error.js';
import { createQueue, type Queue } from './queue.js';
import { sqsSchemas } from './schema.js';

/** The queues of an account. */
export interface Queues {
  all(): readonly Queue[];
  /** Making one again with the same attributes gives the one that is there. */
  create(name: string, attributes: Readonly<Record<string, string>>): Queue;
  named(name: string): Queue;
  at(url: string): Queue;
  remove(queue: Queue): void;
  url(queue: Queue): string;
  /** Its attributes, the counts of its messages among them. */
  describe(queue: Queue): Readonly<Record<string, string>>;
}

/** Where the queues are. */
export interface QueuesOptions {
  readonly now: () => number;
  /** The address of the server, once it listens. */
  readonly url: () => string;
  readonly accountId: string;
  readonly region: string;
}

const defaults = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  MessageRetentionPeriod: '345600',
  MaximumMessageSize: '1048576',
} as const;

/** One of a queue's times, in milliseconds. */
export function timeOf(queue: Queue, name: keyof typeof defaults): number {
  return Number(queue.attributes.get(name) ?? defaults[name]) * 1000;
}

/** An account without queues. */
export function createQueues({ now, url, accountId, region }: QueuesOptions): Queues {
  const queues = new Map<string, Queue>();
  const arn = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
  const named = (name: string): Queue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  };
  const deadLettersOf = (name: string) => {
    const policy = queues.get(name)?.attributes.get('RedrivePolicy');
    if (policy === undefined) return undefined;
    const { deadLetterTargetArn, maxReceiveCount } = sqsSchemas.redrivePolicy.parse(JSON.parse(policy));
    const queue = [...queues.values()].find((other) => arn(other.name) === deadLetterTargetArn);
    return queue === undefined ? undefined : { queue, maxReceives: maxReceiveCount };
  };
  return {
    all: () => [...queues.values()],
    create(name, attributes) {
      const there = queues.get(name);
      if (there !== undefined) {
        const same = Object.entries(attributes).every(([key, value]) => there.attributes.get(key) === value);
        if (same) return there;
        throw new AwsError('QueueNameExists', 'A queue already exists with the same name and a different attribute');
      }
      const all = new Map(Object.entries({ ...defaults, ...attributes }));
      const queue = createQueue({ name, attributes: all, now, deadLetters: () => deadLettersOf(name) });
      queues.set(name, queue);
      return queue;
    },
    named,
    at: (address) => named(address.split('/').at(-1) ?? ''),
    remove: ({ name }) => void queues.delete(name),
    url: ({ name }) => `${url()}/${accountId}/${name}`,
    describe(queue) {
      const { visible, hidden, delayed } = queue.counts();
      return {
        ...Object.fromEntries(queue.attributes),
        QueueArn: arn(queue.name),
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(hidden),
        ApproximateNumberOfMessagesDelayed: String(delayed),
      };
    },
  };
}
