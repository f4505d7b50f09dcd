/** A Lease as it was read. */
export interface ReadLease {
  readonly name: string;
  /** Changes with every renewal. */
  readonly version: string;
}

/** What is remembered of a Lease: since when, by the clock of this machine, it was seen unchanged. */
export interface SeenLease extends ReadLease {
  readonly since: number;
}

/** What was seen of all Leases, by their names. */
export type SeenLeases = ReadonlyMap<string, SeenLease>;

/**
 * Takes in what was read just now. Only whether a Lease changed counts, and when this was seen here: the time that stands in it is of another
 * machine's clock. One that was released is not among them and forgotten.
 */
export function observeLeases(seen: SeenLeases, leases: readonly ReadLease[], now: number): SeenLeases {
  return new Map(
    leases.map((lease) => {
      const known = seen.get(lease.name);
      const since = known?.version === lease.version ? known.since : now;
      return [lease.name, { ...lease, since }];
    }),
  );
}

/** Those whose holders are taken to be alive: they changed within the duration. */
export function liveLeases(
  seen: SeenLeases,
  { now, durationMs }: { readonly now: number; readonly durationMs: number },
) {
  return [...seen.values()].filter(({ since }) => now - since < durationMs);
}
