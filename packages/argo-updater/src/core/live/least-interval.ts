/** How many more pulls a registry allows, as it last said. */
export interface PullAllowance {
  readonly remaining: number;
  /** How many it allows in a window, and how long that is. */
  readonly limit: number;
  readonly windowMs: number;
  /** When it said so, in milliseconds since the epoch. */
  readonly at: number;
}

/** Below this part of the limit, what is left is shared out. */
const scarce = 0.2;

/**
 * How long to wait between two looks at each of so many repositories of a registry, so that what it still allows lasts for a window; 0 where
 * there is enough left, and where it was said so long ago that the window is over.
 */
export function leastIntervalMs(
  { remaining, limit, windowMs, at }: PullAllowance,
  { repositories, now }: { readonly repositories: number; readonly now: number },
): number {
  if (remaining > limit * scarce || now - at >= windowMs) return 0;
  return Math.min(windowMs, (windowMs / Math.max(1, remaining)) * repositories);
}
