import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Clock, Logger } from '@towline/shared/ports';
import type { SeenDeliveries } from '../../../core/event/seen-deliveries.js';
import type { LiveEvent } from '../../../core/live/live-event.js';
import type { QueueClient, QueueMessage } from './queue-client.js';
import { readMessage } from './read-message.js';

/** What a queue is read with. */
export interface SqsSourceDependencies {
  readonly queue: QueueClient;
  /** Takes an event, or says that it must come again later. */
  readonly accept: (event: LiveEvent) => 'accepted' | 'full';
  /** Queues deliver at least once. */
  readonly seen: SeenDeliveries;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Received messages stay hidden so long; while we cannot take them, that is renewed. */
export const visibilitySeconds = 30;

/** An unreadable message is left to the queue's redrive policy. After so many receives there is none, and it is deleted. */
const lastReceive = 10;

const fullPauseMs = 1_000;
const longestPauseMs = 60_000;
const sender = 'sqs';

/**
 * Reads pushes to ECR from a queue until the signal is aborted, and then gives back what it holds. A message is deleted once its events
 * are accepted; what fails is told once and tried again, later each time.
 */
export async function readQueue(dependencies: SqsSourceDependencies, signal: AbortSignal): Promise<void> {
  const { queue, clock, log } = dependencies;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const messages = await queue.receive(signal);
      if (failures > 0) log.info({ failures }, 'The queue of events answers again');
      failures = 0;
      if (messages.length > 0) await takeAll(dependencies, messages, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      const fields = { code: errorCode(error), error: errorMessage(error) };
      if (failures === 1) log.error(fields, 'The queue of events cannot be read; the poll goes on');
      else log.debug({ ...fields, failures }, 'The queue of events cannot be read still');
      await clock.sleep(Math.min(longestPauseMs, 1_000 * 2 ** (failures - 1)), signal).catch(() => undefined);
    }
  }
}

async function takeAll(
  dependencies: SqsSourceDependencies,
  messages: readonly QueueMessage[],
  signal: AbortSignal,
): Promise<void> {
  const { queue } = dependencies;
  const done: QueueMessage[] = [];
  for (const message of messages) {
    const outcome = await take(dependencies, { message, held: messages }, signal);
    if (outcome === 'done') done.push(message);
    if (outcome === 'stopped') break;
  }
  // Also when we are told to stop: what was accepted would come again elsewhere, and what was not is waited for there.
  const last = AbortSignal.timeout(5_000);
  const left = signal.aborted ? messages.filter((message) => !done.includes(message)) : [];
  if (done.length > 0) await queue.delete(done, last);
  if (left.length > 0) await queue.hide(left, 0, last);
}

async function take(
  { queue, accept, seen, clock, log }: SqsSourceDependencies,
  { message, held }: { readonly message: QueueMessage; readonly held: readonly QueueMessage[] },
  signal: AbortSignal,
): Promise<'done' | 'left' | 'stopped'> {
  const { reading, eventId } = readMessage(message.body);
  if (reading.kind === 'unreadable') return tellUnreadable(message, reading.problem, log);
  if (reading.kind === 'ignored' || (eventId !== undefined && seen.has(sender, eventId))) return 'done';
  let renewedAt = clock.now();
  for (const event of reading.events) {
    while (accept(event) === 'full') {
      try {
        await clock.sleep(fullPauseMs, signal);
        if (clock.now() - renewedAt < visibilitySeconds * 500) continue;
        await queue.hide(held, visibilitySeconds, signal);
        renewedAt = clock.now();
      } catch (error) {
        if (signal.aborted) return 'stopped';
        throw error;
      }
    }
  }
  if (eventId !== undefined) seen.add(sender, eventId);
  return 'done';
}

function tellUnreadable({ id, receives }: QueueMessage, problem: string, log: Logger): 'done' | 'left' {
  const fields = { message: id, receives, problem };
  if (receives === 1) log.warn(fields, 'A message of the queue is not an event; it is left to the redrive policy');
  if (receives < lastReceive) return 'left';
  log.warn(fields, 'A message of the queue is not an event, and no redrive policy took it; it is deleted');
  return 'done';
}
