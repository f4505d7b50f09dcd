import { randomUUID } from 'node:crypto';
import { createArrivals } from './arrivals.js';

/** One message of a queue. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
  readonly sentAt: number;
  firstReceivedAt: number | undefined;
  receiveCount: number;
  /** Nobody receives it before this time. */
  visibleAt: number;
  /** Of its last receive: only that one deletes it for certain. */
  receipt: string | undefined;
}

/** A queue of messages that are hidden while someone works on them. Times are milliseconds since the epoch. */
export interface Queue {
  readonly name: string;
  readonly attributes: Map<string, string>;
  send(message: Pick<Message, 'body' | 'attributes'> & { readonly delayMs: number }): Message;
  /** Hides and gives at most `limit` messages; what was received too often goes to the dead letters instead. */
  receive(request: { readonly limit: number; readonly hideMs: number }): readonly Message[];
  /** True also where the message is gone already, false where the receipt is from elsewhere. */
  delete(receipt: string): boolean;
  hide(receipt: string, milliseconds: number): 'done' | 'unknown' | 'not-in-flight';
  /** Calls back when a message may have become visible; gives the end of that. */
  onArrival(listener: () => void): () => void;
  purge(): void;
  counts(): { readonly visible: number; readonly hidden: number; readonly delayed: number };
  /** When the next hidden message becomes visible; undefined where none is hidden. */
  nextVisibleAt(): number | undefined;
}

/** What a queue depends on. */
export interface QueueOptions {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly now: () => number;
  /** Where messages go that were received too often, and how often that is; undefined where there is no such place. */
  readonly deadLetters: () => { readonly queue: Queue; readonly maxReceives: number } | undefined;
}

/** An empty queue. */
export function createQueue({ name, attributes, now, deadLetters }: QueueOptions): Queue {
  let messages: Message[] = [];
  const arrivals = createArrivals();
  const isVisible = ({ visibleAt }: Message) => visibleAt <= now();
  const byReceipt = (receipt: string) => messages.find((message) => message.receipt === receipt);

  const buryDead = () => {
    const dead = deadLetters();
    if (dead === undefined) return;
    const isDead = (message: Message) => isVisible(message) && message.receiveCount >= dead.maxReceives;
    for (const message of messages.filter(isDead)) dead.queue.send({ ...message, delayMs: 0 });
    messages = messages.filter((message) => !isDead(message));
  };

  return {
    name,
    attributes: new Map(attributes),
    send({ body, attributes, delayMs }) {
      const message: Message = {
        id: randomUUID(),
        body,
        attributes,
        sentAt: now(),
        firstReceivedAt: undefined,
        receiveCount: 0,
        visibleAt: now() + delayMs,
        receipt: undefined,
      };
      messages.push(message);
      arrivals.announce();
      return message;
    },
    receive({ limit, hideMs }) {
      buryDead();
      const received = messages.filter(isVisible).slice(0, limit);
      for (const message of received) {
        message.receipt = `${name}:${randomUUID()}`;
        message.receiveCount += 1;
        message.firstReceivedAt ??= now();
        message.visibleAt = now() + hideMs;
      }
      return received;
    },
    delete(receipt) {
      messages = messages.filter((message) => message.receipt !== receipt);
      return receipt.startsWith(`${name}:`);
    },
    hide(receipt, milliseconds) {
      const message = byReceipt(receipt);
      if (message === undefined) return receipt.startsWith(`${name}:`) ? 'not-in-flight' : 'unknown';
      if (isVisible(message)) return 'not-in-flight';
      message.visibleAt = now() + milliseconds;
      arrivals.announce();
      return 'done';
    },
    onArrival: arrivals.on,
    purge() {
      messages = [];
    },
    counts() {
      const hidden = messages.filter((message) => !isVisible(message));
      const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
      return { visible: messages.length - hidden.length, hidden: hidden.length - delayed, delayed };
    },
    nextVisibleAt() {
      const times = messages.filter((message) => !isVisible(message)).map(({ visibleAt }) => visibleAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}
