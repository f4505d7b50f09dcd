/** A Lease as it was read. */
export interface ReadLease {
  readonly name: string;
  /** Changes with every renewal. */
  readonly version: string;
}

/** What is remembered of a Lease: since when, by the clock of this machine, it was seen unchanged. */
export type SeenLease<Lease extends ReadLease = ReadLease> = Lease & { readonly since: number };

/** What was seen of all Leases, by their names. */
export type SeenLeases<Lease extends ReadLease = ReadLease> = ReadonlyMap<string, SeenLease<Lease>>;

/**
 * Takes in what was read just now. Only whether a Lease changed counts, and when this was seen here: the time that stands in it is of another
 * machine's clock. One that was released is not among them and forgotten.
 */
export function observeLeases<Lease extends ReadLease>(
  seen: SeenLeases<Lease>,
  leases: readonly Lease[],
  now: number,
): SeenLeases<Lease> {
  return new Map(leases.map((lease) => [lease.name, observed(seen, lease, now)]));
}

/** Takes in one that changed. */
export function observeLease<Lease extends ReadLease>(
  seen: SeenLeases<Lease>,
  lease: Lease,
  now: number,
): SeenLeases<Lease> {
  return new Map([...seen, [lease.name, observed(seen, lease, now)]]);
}

/** Forgets one that was released. */
export function forgetLease<Lease extends ReadLease>(seen: SeenLeases<Lease>, name: string): SeenLeases<Lease> {
  return new Map([...seen].filter(([known]) => known !== name));
}

/** Those whose holders are taken to be alive: they changed within the duration. */
export function liveLeases<Lease extends ReadLease>(
  seen: SeenLeases<Lease>,
  { now, durationMs }: { readonly now: number; readonly durationMs: number },
): readonly SeenLease<Lease>[] {
  return [...seen.values()].filter(({ since }) => now - since < durationMs);
}

function observed<Lease extends ReadLease>(seen: SeenLeases<Lease>, lease: Lease, now: number): SeenLease<Lease> {
  const known = seen.get(lease.name);
  return { ...lease, since: known?.version === lease.version ? known.since : now };
}
