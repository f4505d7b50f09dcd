import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Clock, Logger } from '@towline/shared/ports';
import { ownerOf } from '../../core/live/rendezvous.js';
import { createBell } from './bell.js';
import { createLeaseView, type LeasesPort, type LeaseView, type Renewal } from './lease-view.js';
import type { Peer, ReplicasPort } from './ports.js';

/** What {@link createReplicas} works with. */
export interface ReplicasOptions {
  readonly leases: LeasesPort;
  readonly clock: Clock;
  readonly log: Logger;
  /** The name of this replica's Lease: the same after a new start. */
  readonly name: string;
  /** This process: another one each time. */
  readonly holder: string;
  /** A Lease that does not change for so long is that of a dead replica. */
  readonly durationMs: number;
  /** How often it is looked whether a replica has died. */
  readonly retryMs: number;
}

/** Leases that nobody renews any more are kept for so many durations: whoever comes back from a pause finds its own. */
const keptDurations = 20;
const renewalsEach = 3;

/**
 * Replicas that share the work by Leases. A replica trusts its own Lease no longer than the others do: it counts from before it asked for the
 * renewal, they count from after they saw it. One that joins waits until the others have seen it before it takes anything. One that starts
 * again takes its own Lease over at once; a process that loses its Lease in this way has nothing until the other one is dead.
 */
export function createReplicas(options: ReplicasOptions): ReplicasPort {
  const { clock, name, leases, durationMs, retryMs } = options;
  const bell = createBell(clock);
  const view = createLeaseView({ leases, clock, durationMs, retryMs, onChange: bell.ring });
  const state: ReplicaState = {
    view,
    peers: new Map(),
    heard: [],
    notes: '',
    validUntil: 0,
    renewal: undefined,
    activeFrom: undefined,
  };
  const isActive = (now: number): boolean =>
    state.activeFrom !== undefined && now >= state.activeFrom && now < state.validUntil;
  const mine = (): readonly string[] => (isActive(clock.now()) ? [name] : []);
  let told = '';
  const tell = (onChange: () => void): void => {
    const now = JSON.stringify([mine(), [...state.peers].sort(), state.heard]);
    if (now === told) return;
    told = now;
    onChange();
  };
  return {
    owns: (work) => isActive(clock.now()) && ownerOf(work, [name, ...state.peers.keys()]) === name,
    // As long as it has nothing itself, one of the others has it.
    ownerOf: (work) => state.peers.get(ownerOf(work, [...mine(), ...state.peers.keys()]) ?? ''),
    say(notes) {
      if (notes === state.notes) return;
      state.notes = notes;
      bell.ring();
    },
    heard: () => state.heard,
    async run(onChange, signal) {
      const rounds = async (): Promise<void> => {
        while (!signal.aborted) {
          // One that lapsed has lost everything, even where it has it back a moment later.
          tell(onChange);
          await takePart(options, state, signal);
          tell(onChange);
          await bell.wait(clock.now() + retryMs, signal);
        }
      };
      try {
        await Promise.all([rounds(), leases.watch(view.sink, signal)]);
      } finally {
        if (!isTaken(options, state)) await leave(options);
      }
    },
  };
}

interface ReplicaState {
  readonly view: LeaseView;
  /** The others that are alive, by the names of their Leases. */
  peers: ReadonlyMap<string, Peer>;
  /** What they say. */
  heard: readonly string[];
  /** What this one says. */
  notes: string;
  /** Until when this replica may trust its own Lease. */
  validUntil: number;
  renewal: (Renewal & { readonly notes: string }) | undefined;
  /** From when on this replica has its share; undefined until it has joined. */
  activeFrom: number | undefined;
}

async function takePart(options: ReplicasOptions, state: ReplicaState, signal: AbortSignal): Promise<void> {
  const { leases, clock, log, name, durationMs, retryMs } = options;
  const { view } = state;
  try {
    const isStandby = isTaken(options, state);
    if (isStandby && state.validUntil > 0) {
      state.validUntil = 0;
      log.warn({}, 'Another process has taken over the Lease of this replica: give each a POD_NAME of its own');
    }
    if (state.activeFrom !== undefined && clock.now() >= state.validUntil) {
      // Whoever was taken for dead joins anew.
      state.activeFrom = undefined;
      view.forget();
    }
    if (!isStandby) await renewWhereDue(options, state, signal);
    if (state.renewal !== undefined) await view.assure(state.renewal, { signal });
    const others = view.alive().filter((lease) => isStandby || lease.name !== name);
    state.heard = others.flatMap(({ notes }) => (notes === '' ? [] : [notes]));
    state.peers = new Map(others.map((lease) => [lease.name, { name: lease.name, address: lease.address }]));
    const now = clock.now();
    // With nobody there to overlap with, there is nothing to wait for.
    if (!isStandby) state.activeFrom ??= others.length === 0 ? now : now + retryMs;
    for (const lease of view.leftFor(keptDurations * durationMs)) {
      await leases.remove(lease, { signal });
      view.sink.gone(lease);
    }
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ code: errorCode(error), error: errorMessage(error) }, 'The Leases of replicas could not be kept up');
  }
}

async function renewWhereDue(
  { leases, clock, name, durationMs }: ReplicasOptions,
  state: ReplicaState,
  signal: AbortSignal,
): Promise<void> {
  const at = clock.now();
  const { renewal, validUntil, notes } = state;
  const isFresh = at < validUntil && renewal !== undefined && at - renewal.at < durationMs / renewalsEach;
  if (isFresh && renewal.notes === notes) return;
  const { version } = await leases.renew(notes, { signal });
  state.renewal = { name, version, at, notes };
  state.validUntil = at + durationMs;
}

/** Whether another process that is alive has renewed the Lease of this replica since this one did. */
function isTaken({ name, holder }: ReplicasOptions, { view, renewal }: ReplicaState): boolean {
  const own = view.alive().find((lease) => lease.name === name);
  return own !== undefined && own.holder !== holder && renewal !== undefined && own.since > renewal.at;
}

/** The others would find out by themselves, only later. */
async function leave({ leases, log, clock, durationMs }: ReplicasOptions): Promise<void> {
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
