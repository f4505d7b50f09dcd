import type { RequestEntry } from './request-log.js';

/** Which requests a fault is for: those that agree with every field that is given. */
export interface FaultMatch {
  readonly method?: string | undefined;
  /** A part of the path with its query, or an expression that it matches. */
  readonly path?: string | RegExp | undefined;
  readonly kind?: string | undefined;
}

/** What goes wrong. */
export type FaultEffect =
  /** The answer comes, but later. Adds up with other faults. */
  | { readonly effect: 'latency'; readonly milliseconds: number }
  /** This answer instead of the right one: a 429 with Retry-After, a 500, a 401 of an expired token, a proxy's HTML page. */
  | {
      readonly effect: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: string | undefined;
    }
  /** The connection is cut before the request is carried out, or in the middle of the answer's body. */
  | { readonly effect: 'cut'; readonly at: 'before' | 'middle' }
  /** The right headers with one bit of the body flipped. */
  | { readonly effect: 'wrong-content' }
  /** No answer at all, on a connection that stays open. */
  | { readonly effect: 'silence' };

/** A fault: what goes wrong, for which requests, how often. */
export type Fault = FaultEffect & {
  readonly match?: FaultMatch | undefined;
  /** How many requests it strikes; all that come where absent. */
  readonly times?: number | undefined;
};

/** The faults of a server. They strike in the order in which they were added. */
export interface Faults {
  /** Adds a fault and gives the function that takes it away again. */
  add(fault: Fault): () => void;
  clear(): void;
}

/** What the faults do to one request: the sum of the latencies, and the first effect of another kind. */
export interface Strike {
  readonly latency: number;
  readonly effect: Exclude<FaultEffect, { effect: 'latency' }> | undefined;
}

/** An empty list of faults, and the function that says what they do to a request. */
export function createFaults() {
  let active: { readonly fault: Fault; left: number }[] = [];
  const faults: Faults = {
    add(fault) {
      const item = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      active.push(item);
      return () => {
        active = active.filter((other) => other !== item);
      };
    },
    clear() {
      active = [];
    },
  };
  const strike = (entry: RequestEntry): Strike => {
    let latency = 0;
    let effect: Strike['effect'];
    for (const item of active) {
      if (!matches(item.fault.match, entry)) continue;
      if (item.fault.effect === 'latency') latency += item.fault.milliseconds;
      else if (effect === undefined) effect = item.fault;
      else continue;
      item.left -= 1;
    }
    active = active.filter(({ left }) => left > 0);
    return { latency, effect };
  };
  return { faults, strike };
}

function matches(match: FaultMatch | undefined, { method, path, kind }: RequestEntry): boolean {
  if (match === undefined) return true;
  if (match.method !== undefined && match.method !== method) return false;
  if (match.kind !== undefined && match.kind !== kind) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? path.includes(match.path) : match.path.test(path);
}
