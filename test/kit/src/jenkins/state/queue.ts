import type { Clock } from '@towline/shared/ports';
import { Failure } from './failure.js';
import { type Item, isBuildable, parametersOf } from './items.js';
import { type Run, startRun } from './run.js';

/** A request to build that was taken. */
export interface QueueItem {
  readonly id: number;
  readonly job: Item;
  readonly parameters: Readonly<Record<string, string>>;
  readonly inQueueSince: number;
  cancelled: boolean;
  run: Run | undefined;
  leftAt: number | undefined;
}

/** The queue of a Jenkins. */
export interface Queue {
  /** Takes a request; gives the one that waits already where it is the same. */
  schedule(job: Item, given: Readonly<Record<string, string>>): { readonly item: QueueItem; readonly known: boolean };
  /** Undefined where it never was, or left more than five minutes ago. */
  get(id: number): QueueItem | undefined;
  cancel(item: QueueItem): void;
  /** Starts what waits for this job. */
  release(job: Item): void;
  waiting(job: Item): readonly QueueItem[];
}

const keptMs = 5 * 60_000;

/** An empty queue. What has left it can be asked for during five minutes of the clock. */
export function createQueue(clock: Clock): Queue {
  const items: QueueItem[] = [];
  let lastId = 0;
  const start = (item: QueueItem) => {
    if (item.run !== undefined || item.cancelled) return;
    const { script, ignores } = item.job.behaviour;
    const number = item.job.nextNumber++;
    item.run = startRun({ number, queueId: item.id, parameters: item.parameters, script, ignores, now: clock.now });
    item.job.runs.push(item.run);
    item.leftAt = clock.now();
  };
  const waiting = (job: Item) => items.filter((one) => one.job === job && one.run === undefined && !one.cancelled);
  return {
    waiting,
    schedule(job, given) {
      if (!isBuildable(job)) throw new Failure(409, `${job.fullName} is not buildable`);
      const parameters = completed(job, given);
      const same = waiting(job).find((one) => JSON.stringify(one.parameters) === JSON.stringify(parameters));
      if (same !== undefined) return { item: same, known: true };
      const item: QueueItem = {
        id: ++lastId,
        job,
        parameters,
        inQueueSince: clock.now(),
        cancelled: false,
        run: undefined,
        leftAt: undefined,
      };
      items.push(item);
      if (!job.behaviour.held) setImmediate(() => start(item));
      return { item, known: false };
    },
    get(id) {
      const item = items.find((one) => one.id === id);
      const gone = item?.leftAt !== undefined && clock.now() - item.leftAt > keptMs;
      return gone ? undefined : item;
    },
    cancel(item) {
      item.cancelled = true;
      item.leftAt = clock.now();
    },
    release(job) {
      job.behaviour.held = false;
      for (const item of waiting(job)) start(item);
    },
  };
}

/** Every parameter that the job knows, with what was given or its default; the rest is forgotten without a word. */
function completed(job: Item, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parametersOf(job).map(({ name, choices, defaultValue }) => {
      const value = given[name] ?? choices[0] ?? defaultValue;
      if (choices.length > 0 && !choices.includes(value)) {
        throw new Failure(500, `java.lang.IllegalArgumentException: Illegal choice for parameter ${name}: ${value}`);
      }
      return [name, value];
    }),
  );
}
