import type { PassCause } from './ports.js';

/** Why and from when on an Application waits for a pass. */
export interface DueApplication {
  readonly cause: PassCause;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What is written together, and what of it waits for a pass. */
export interface Work {
  readonly key: string;
  readonly due: Map<string, DueApplication>;
  /** Passes in a row that failed for an Application. */
  readonly failures: Map<string, number>;
  running: boolean;
}

/** The works of the Applications that are kept up to date here. */
export interface WorkTable {
  /** Makes an Application wait for a pass, from `at` on or from now. What is more urgent, and what is earlier, replaces the other. */
  markDue(work: string, application: string, due: { readonly cause: PassCause; readonly at?: number }): void;
  /** Those for which something waits. */
  waiting(): readonly Work[];
  get(key: string): Work | undefined;
  /** The Application is written elsewhere now, or not any more. */
  dismiss(work: string, application: string): void;
  remove(key: string): void;
}

/** The most urgent last. */
const urgency: readonly PassCause[] = ['retry', 'start', 'poll', 'change', 'event'];

/** An empty {@link WorkTable}. */
export function createWorkTable(now: () => number): WorkTable {
  const works = new Map<string, Work>();
  return {
    markDue(key, application, { cause, at = now() }) {
      const work = works.get(key) ?? { key, due: new Map(), failures: new Map(), running: false };
      works.set(key, work);
      const known = work.due.get(application) ?? { cause, at };
      const isMoreUrgent = urgency.indexOf(cause) > urgency.indexOf(known.cause);
      work.due.set(application, { cause: isMoreUrgent ? cause : known.cause, at: Math.min(at, known.at) });
    },
    waiting: () => [...works.values()].filter(({ due }) => due.size > 0),
    get: (key) => works.get(key),
    dismiss(key, application) {
      const work = works.get(key);
      work?.due.delete(application);
      work?.failures.delete(application);
      if (work?.due.size === 0 && !work.running) works.delete(key);
    },
    remove: (key) => void works.delete(key),
  };
}
