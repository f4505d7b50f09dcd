import type { Clock } from '@towline/shared/ports';
import {
  forgetLease,
  liveLeases,
  observeLease,
  observeLeases,
  type ReadLease,
  type SeenLease,
  type SeenLeases,
} from '../../core/live/liveness.js';
import type { Waiting } from '../pass/ports.js';

/** The Lease of a replica, as it was read. */
export interface ReplicaLease extends ReadLease {
  /** The process that renewed it last. */
  readonly holder: string;
  /** Where the replica is reached; undefined where it is not. */
  readonly address: string | undefined;
  /** What the replica tells the others; empty where it tells nothing. */
  readonly notes: string;
}

/** Told of Leases as they change. */
export interface LeaseSink {
  /** All there are. */
  replaced(leases: readonly ReplicaLease[]): void;
  changed(lease: ReplicaLease): void;
  gone(lease: { readonly name: string }): void;
}

/** The Leases of all replicas. */
export interface LeasesPort {
  list(waiting: Waiting): Promise<readonly ReplicaLease[]>;
  /** Tells of them until it is aborted. It may be late, or say nothing: what it says only spares asking. */
  watch(sink: LeaseSink, signal: AbortSignal): Promise<void>;
  /** Makes or renews the Lease of this replica, with these notes in it; tells its version. */
  renew(notes: string, waiting: Waiting): Promise<{ readonly version: string }>;
  /** Takes the Lease of this replica away. */
  release(waiting: Waiting): Promise<void>;
  /** Takes away a Lease that was left behind, unless it has changed. */
  remove(lease: ReplicaLease, waiting: Waiting): Promise<void>;
}

/** What is known of the Leases of all replicas. */
export interface LeaseView {
  readonly sink: LeaseSink;
  /**
   * Reads the Leases where the watch cannot be relied on: nothing was read yet, a Lease seems to be dead, or it is silent, since it did not tell
   * of our own renewal within a retry period.
   */
  assure(renewed: Renewal, waiting: Waiting): Promise<void>;
  /** Begins anew: since when Leases are unchanged, one who did not look cannot know. */
  forget(): void;
  /** Those whose holders are alive. */
  alive(): readonly SeenLease<ReplicaLease>[];
  /** Those that nobody has renewed for so long. */
  leftFor(milliseconds: number): readonly SeenLease<ReplicaLease>[];
}

/** The last renewal of a replica's own Lease. */
export interface Renewal {
  readonly name: string;
  readonly version: string;
  readonly at: number;
}

/** What a {@link LeaseView} works with. */
export interface LeaseViewOptions {
  readonly leases: LeasesPort;
  readonly clock: Clock;
  readonly durationMs: number;
  readonly retryMs: number;
  /** Called whenever the watch tells something. */
  readonly onChange: () => void;
}

/** A {@link LeaseView} that has seen nothing. */
export function createLeaseView({ leases, clock, durationMs, retryMs, onChange }: LeaseViewOptions): LeaseView {
  let seen: SeenLeases<ReplicaLease> = new Map();
  let listedAt: number | undefined;
  let heard: SeenLeases<ReplicaLease> = new Map();
  let isSilent = true;
  const mustList = ({ name, version, at }: Renewal, now: number): boolean => {
    if (heard.get(name)?.version === version) isSilent = false;
    else if (now - at >= retryMs) isSilent = true;
    const from = listedAt;
    if (isSilent || from === undefined) return true;
    return [...seen.values()].some(({ since }) => now - since >= durationMs && from - since < durationMs);
  };
  const hear = (take: (known: SeenLeases<ReplicaLease>) => SeenLeases<ReplicaLease>): void => {
    heard = take(heard);
    seen = take(seen);
    onChange();
  };
  return {
    sink: {
      replaced: (all) => hear((known) => observeLeases(known, all, clock.now())),
      changed: (lease) => hear((known) => observeLease(known, lease, clock.now())),
      gone: ({ name }) => hear((known) => forgetLease(known, name)),
    },
    async assure(renewed, waiting) {
      if (!mustList(renewed, clock.now())) return;
      const listed = await leases.list(waiting);
      listedAt = clock.now();
      seen = observeLeases(seen, listed, listedAt);
    },
    forget() {
      seen = new Map();
      listedAt = undefined;
    },
    alive: () => liveLeases(seen, { now: clock.now(), durationMs }),
    leftFor: (milliseconds) => [...seen.values()].filter(({ since }) => clock.now() - since >= milliseconds),
  };
}
