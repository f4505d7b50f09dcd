import type { PushRequest } from '@towline/shared/ports';
import type { Delivered } from '../pass/delivery.js';
import { PassError } from '../pass/pass-error.js';
import type { ManifestRepository, Waiting, WorkPorts } from '../pass/ports.js';

/** Stands between a pass and what it writes. */
export interface WriteGuard {
  /** Whether this replica still has what is to be written: asked at the last moment. */
  readonly mayWrite: () => boolean;
  /** Told when a pass begins to write: from then on it is not given up, so that what was pushed is also told. */
  readonly begins: () => void;
  /** Told when a push came too late: others have written meanwhile. */
  readonly overtaken: () => void;
}

/**
 * The same ports, through which nothing is written any more once the guard says so: a replica that was paused, or that was told to stop, leaves
 * the rest to others. What Git has seen meanwhile, its compare-and-swap decides.
 */
export function guardWrites<Ports extends Pick<WorkPorts, 'repositories' | 'live'>>(
  ports: Ports,
  guard: WriteGuard,
): Ports {
  const known = new WeakMap<ManifestRepository, ManifestRepository>();
  const guarded = (repository: ManifestRepository): ManifestRepository => {
    const found = known.get(repository) ?? { ...repository, push: (request) => push(repository, request, guard) };
    known.set(repository, found);
    return found;
  };
  const { live, repositories } = ports;
  return {
    ...ports,
    repositories: { open: async (place, waiting) => guarded(await repositories.open(place, waiting)) },
    live: live && {
      ...live,
      patch: async (name, operations, waiting: Waiting) => {
        enter(guard);
        return live.patch(name, operations, waiting);
      },
    },
  };
}

/** Whether a guard kept something from being written: that is no failure of whoever wanted it. */
export function wasLeftToOthers({ delivery }: Pick<Delivered, 'delivery'>): boolean {
  return delivery.kind === 'failed' && delivery.failure.code === leftToOthers;
}

async function push(repository: ManifestRepository, request: PushRequest, guard: WriteGuard) {
  enter(guard);
  const outcome = await repository.push(request);
  if (outcome.kind === 'rejected' && outcome.reason === 'branch-moved') guard.overtaken();
  return outcome;
}

const leftToOthers = 'write-not-ours';

function enter({ mayWrite, begins }: WriteGuard): void {
  if (!mayWrite()) throw new PassError(leftToOthers, 'Another replica has this work now, or this one is to end');
  begins();
}
