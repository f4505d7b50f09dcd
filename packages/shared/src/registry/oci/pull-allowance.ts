import type { Clock, Logger } from '../../ports/index.js';

/** How many more pulls a registry allows, by its own words. */
export interface RegistryAllowance {
  /** The name of the registry: its host, as a rule. */
  readonly registry: string;
  readonly remaining: number;
  /** How many it allows in a window, and how long that is. */
  readonly limit: number;
  readonly windowMs: number;
  /** When it said so, in milliseconds since the epoch. */
  readonly at: number;
}

/** Told of the allowance whenever a registry says it. */
export type OnRegistryAllowance = (allowance: RegistryAllowance) => void;

/** Watches the allowance of pulls that Docker Hub writes into its answers: `ratelimit-remaining: 99;w=21600`. */
export interface PullAllowance {
  read(headers: Readonly<Record<string, string>>): void;
}

/** What a {@link PullAllowance} works with. */
export interface PullAllowanceOptions {
  readonly registry: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onAllowance?: OnRegistryAllowance | undefined;
}

const fewPulls = 10;
/** The window of Docker Hub, where the header does not say it. */
const usualWindowMs = 6 * 3_600_000;

/** Warns once each time the allowance becomes small, and tells it on. */
export function createPullAllowance({ registry, clock, log, onAllowance }: PullAllowanceOptions): PullAllowance {
  let warned = false;
  return {
    read(headers) {
      const remaining = Number.parseInt(headers['ratelimit-remaining'] ?? '', 10);
      if (Number.isNaN(remaining)) return;
      if (remaining <= fewPulls && !warned) {
        log.warn({ registry, remaining, limit: headers['ratelimit-limit'] }, 'The registry allows few more pulls');
      }
      warned = remaining <= fewPulls;
      const limit = Number.parseInt(headers['ratelimit-limit'] ?? '', 10);
      const [, seconds] = /;\s*w=(\d{1,9})/.exec(headers['ratelimit-limit'] ?? '') ?? [];
      const windowMs = seconds === undefined ? usualWindowMs : Number(seconds) * 1_000;
      if (!Number.isNaN(limit)) onAllowance?.({ registry, remaining, limit, windowMs, at: clock.now() });
    },
  };
}
