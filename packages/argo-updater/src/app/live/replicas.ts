import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Clock, Logger } from '@towline/shared/ports';
import { liveLeases, observeLeases, type ReadLease, type SeenLeases } from '../../core/live/liveness.js';
import { ownerOf } from '../../core/live/rendezvous.js';
import type { Waiting } from '../pass/ports.js';
import type { Peer, ReplicasPort } from './ports.js';

/** The Lease of a replica, as it was read. */
export interface ReplicaLease extends ReadLease {
  /** Where the replica is reached; undefined where it is not. */
  readonly address: string | undefined;
}

/** The Leases of all replicas. */
export interface LeasesPort {
  list(waiting: Waiting): Promise<readonly ReplicaLease[]>;
  /** Makes or renews the Lease of this replica. */
  renew(waiting: Waiting): Promise<void>;
  /** Takes the Lease of this replica away. */
  release(waiting: Waiting): Promise<void>;
  /** Takes away a Lease that was left behind, unless it has changed. */
  remove(lease: ReplicaLease, waiting: Waiting): Promise<void>;
}

/** What {@link createReplicas} works with. */
export interface ReplicasOptions {
  readonly leases: LeasesPort;
  readonly clock: Clock;
  readonly log: Logger;
  /** The name of this replica's Lease. */
  readonly name: string;
  /** A Lease that does not change for so long is that of a dead replica. */
  readonly durationMs: number;
  /** How often Leases are looked at. */
  readonly retryMs: number;
}

/** Leases that nobody renews any more are kept for so many durations: whoever comes back from a pause finds its own. */
const keptDurations = 20;
const renewalsEach = 3;

/**
 * Replicas that share the work by Leases. A replica trusts its own Lease no longer than the others do: it counts from before it asked for the
 * renewal, they count from after they saw it. One that joins waits until the others have seen it before it takes anything.
 */
export function createReplicas(options: ReplicasOptions): ReplicasPort {
  const { clock, name, durationMs } = options;
  const state: ReplicaState = {
    seen: new Map(),
    peers: new Map(),
    validUntil: 0,
    renewedAt: undefined,
    activeFrom: undefined,
  };
  const isActive = (now: number): boolean =>
    state.activeFrom !== undefined && now >= state.activeFrom && now < state.validUntil;
  return {
    owns: (work) => isActive(clock.now()) && ownerOf(work, [name, ...state.peers.keys()]) === name,
    ownerOf(work) {
      // As long as it has nothing itself, one of the others has it.
      const members = isActive(clock.now()) ? [name, ...state.peers.keys()] : state.peers.keys();
      return state.peers.get(ownerOf(work, members) ?? '');
    },
    async run(onChange, signal) {
      let told = '';
      const tell = (): void => {
        const active = isActive(clock.now());
        const now = JSON.stringify([active, [...state.peers].sort()]);
        if (now === told) return;
        told = now;
        onChange();
      };
      try {
        while (!signal.aborted) {
          // One that lapsed has lost everything, even where it has it back a moment later.
          tell();
          await takePart(options, state, signal);
          tell();
          await clock.sleep(options.retryMs, signal).catch(() => undefined);
        }
      } finally {
        await leave(options, durationMs);
      }
    },
  };
}

interface ReplicaState {
  seen: SeenLeases;
  /** The others that are alive, by the names of their Leases. */
  peers: ReadonlyMap<string, Peer>;
  /** Until when this replica may trust its own Lease. */
  validUntil: number;
  renewedAt: number | undefined;
  /** From when on this replica has its share; undefined until it has joined. */
  activeFrom: number | undefined;
}

async function takePart(options: ReplicasOptions, state: ReplicaState, signal: AbortSignal): Promise<void> {
  const { leases, clock, log, name, durationMs, retryMs } = options;
  try {
    const before = clock.now();
    // Whoever was taken for dead joins anew.
    if (before >= state.validUntil) state.activeFrom = undefined;
    const isDue = state.renewedAt === undefined || before - state.renewedAt >= durationMs / renewalsEach;
    if (isDue) {
      await leases.renew({ signal });
      state.renewedAt = before;
      state.validUntil = before + durationMs;
    }
    const listed = await leases.list({ signal });
    const now = clock.now();
    state.seen = observeLeases(state.seen, listed, now);
    const alive = new Set(liveLeases(state.seen, { now, durationMs }).map((lease) => lease.name));
    const others = listed.filter((lease) => lease.name !== name && alive.has(lease.name));
    state.peers = new Map(others.map((lease) => [lease.name, { name: lease.name, address: lease.address }]));
    // With nobody there to overlap with, there is nothing to wait for.
    state.activeFrom ??= others.length === 0 ? now : now + retryMs;
    await removeLeftovers(options, { state, listed, now }, signal);
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ code: errorCode(error), error: errorMessage(error) }, 'The Leases of replicas could not be kept up');
  }
}

interface Leftovers {
  readonly state: ReplicaState;
  readonly listed: readonly ReplicaLease[];
  readonly now: number;
}

async function removeLeftovers(
  { leases, durationMs }: ReplicasOptions,
  { state, listed, now }: Leftovers,
  signal: AbortSignal,
): Promise<void> {
  for (const lease of listed) {
    const since = state.seen.get(lease.name)?.since ?? now;
    if (now - since >= keptDurations * durationMs) await leases.remove(lease, { signal });
  }
}

/** The others would find out by themselves, only later. */
async function leave({ leases, log, clock }: ReplicasOptions, durationMs: number): Promise<void> {
  const end = new AbortController();
  const late = clock.sleep(durationMs / 2, end.signal).then(
    () => end.abort(),
    () => undefined,
  );
  try {
    await leases.release({ signal: end.signal });
  } catch (error) {
    log.warn({ code: errorCode(error), error: errorMessage(error) }, 'The Lease of this replica was left to expire');
  } finally {
    end.abort();
    await late;
  }
}
