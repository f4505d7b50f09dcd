import { setTimeout as sleep } from 'node:timers/promises';
import { type Part, type PartProgram, type StartedPart, startPart } from './part.js';

/** All parts of a demo: they start together, and when one ends the others are of no use. */
export interface Company {
  /** Aborted with the reason when a part has ended, or when the demo shall end. */
  readonly signal: AbortSignal;
  /** Starts a part and waits until it is ready. */
  start<Ready>(program: PartProgram<Ready>): Promise<Part<Ready>>;
  /** Gives up for this reason. */
  fail(reason: unknown): void;
  /** Waits a moment: what fails because a part has ended may be heard of before that. */
  settle(): Promise<void>;
  /** Ends all parts and whatever they started. */
  close(): Promise<void>;
}

const settleMs = 300;

/** Makes a company that lasts until `outer` is aborted. `started` is told of each process. */
export function createCompany(outer: AbortSignal, started: (name: string, pid: number) => void): Company {
  const failing = new AbortController();
  const signal = AbortSignal.any([outer, failing.signal]);
  const parts: StartedPart<unknown>[] = [];
  const watch = async ({ name, ended, lastWords }: StartedPart<unknown>): Promise<void> => {
    const how = await ended;
    failing.abort(new Error(`${name} ${how}. It wrote last:\n${lastWords() || '(nothing)'}`));
  };
  return {
    signal,
    async start(program) {
      signal.throwIfAborted();
      const part = startPart(program, signal);
      parts.push(part);
      started(part.name, part.pid);
      void watch(part);
      return { ...part, ready: await part.untilReady };
    },
    fail: (reason) => failing.abort(reason),
    settle: () => sleep(settleMs, undefined, { signal }).catch(() => undefined),
    async close() {
      failing.abort(new Error('the demo is over'));
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

/** Waits for all, whatever becomes of each, and then throws the first failure: nothing is still being started when it is told. */
export async function settleAll<const Work extends readonly Promise<unknown>[]>(work: Work) {
  await Promise.allSettled(work);
  return Promise.all(work);
}
