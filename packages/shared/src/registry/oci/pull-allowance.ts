import type { Logger } from '../../ports/index.js';

/** Watches the allowance of pulls that Docker Hub writes into its answers: `ratelimit-remaining: 99;w=21600`. */
export interface PullAllowance {
  read(headers: Readonly<Record<string, string>>): void;
}

const fewPulls = 10;

/** Warns once each time the allowance becomes small. */
export function createPullAllowance(log: Logger, registry: string): PullAllowance {
  let warned = false;
  return {
    read(headers) {
      const remaining = Number.parseInt(headers['ratelimit-remaining'] ?? '', 10);
      if (Number.isNaN(remaining)) return;
      if (remaining <= fewPulls && !warned) {
        log.warn({ registry, remaining, limit: headers['ratelimit-limit'] }, 'The registry allows few more pulls');
      }
      warned = remaining <= fewPulls;
    },
  };
}
