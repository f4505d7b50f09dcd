import { setTimeout as sleep } from 'node:timers/promises';

/** What is waited for, and for how long. */
export interface Waiting {
  /** Completes the sentence “waited in vain until …”. */
  readonly what: string;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | undefined;
}

/** Asks again and again until there is an answer. Throws where there is none in time, with what was asked for. */
export async function until<Answer>(
  { what, signal, timeoutMs = 60_000 }: Waiting,
  question: () => Promise<Answer | undefined> | Answer | undefined,
): Promise<Answer> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const answer = await question();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs / 1000} seconds in vain until ${what}`);
    await sleep(50, undefined, { signal });
  }
}
