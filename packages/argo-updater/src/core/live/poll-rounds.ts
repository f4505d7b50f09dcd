/**
 * When what is polled at an interval is polled next: at rounds that all who have the same interval share, so that what belongs together is
 * asked together. A part of the interval, `jitter`, is left to chance, so that installations do not poll in step. What was asked in between
 * waits for a round that is at least half an interval away.
 */
export function createPollRounds(random: () => number, jitter: number): (intervalMs: number, now: number) => number {
  const rounds = new Map<number, number>();
  return (intervalMs, now) => {
    const step = (): number => intervalMs * (1 - jitter * random());
    let at = rounds.get(intervalMs) ?? now + step();
    // After a long pause the grid begins anew.
    if (at < now) at = now + step();
    while (at < now + intervalMs / 2) at += step();
    rounds.set(intervalMs, at);
    return at;
  };
}
