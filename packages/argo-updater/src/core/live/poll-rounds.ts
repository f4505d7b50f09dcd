/** When what is polled at an interval is polled next, but not within `leastMs`: half an interval where absent. */
export type NextRound = (intervalMs: number, now: number, leastMs?: number) => number;

/**
 * Rounds that all who have the same interval share, so that what belongs together is asked together. A part of the interval, `jitter`, is left
 * to chance, so that installations do not poll in step. What was asked in between waits for a round that is far enough away.
 */
export function createPollRounds(random: () => number, jitter: number): NextRound {
  const rounds = new Map<number, number>();
  return (intervalMs, now, leastMs = intervalMs / 2) => {
    const step = (): number => intervalMs * (1 - jitter * random());
    let at = rounds.get(intervalMs) ?? now + step();
    // After a long pause the grid begins anew.
    if (at < now) at = now + step();
    while (at < now + intervalMs / 2) at += step();
    rounds.set(intervalMs, at);
    while (at < now + leastMs) at += step();
    return at;
  };
}
