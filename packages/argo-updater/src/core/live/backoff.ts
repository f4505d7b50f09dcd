/** How long to wait after failures. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * How long to wait after so many failures in a row: twice as long each time, up to a bound. A quarter of it is left to chance, at least 0 and
 * below 1, so that those who failed together do not come again together.
 */
export function backoffMs(failures: number, random: number, { firstMs, mostMs }: BackoffOptions): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.max(0, failures - 1));
  return full * (0.75 + 0.25 * random);
}
