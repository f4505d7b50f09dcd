import type { LiveContext } from './live-context.js';
import { branchEntry } from './poll-branches.js';
import { requestListing } from './poll-repository.js';

/** Follows which works this replica has. */
export interface Ownership {
  /** Looks at all works: what has come to us is planned, and what has gone is forgotten. */
  review(): void;
}

/** The {@link Ownership} of a controller that has nothing yet. */
export function createOwnership(context: LiveContext): Ownership {
  const { store, works, owns, branches, timetable, bell, observers, states, takeBacks, followers } = context;
  let mine: ReadonlySet<string> = new Set();
  const begin = (work: string): void => {
    for (const { key, repositories } of store.ofWork(work)) {
      works.markDue(work, key, { cause: 'start' });
      // News of it may have gone to whoever had the work before.
      for (const repository of repositories) requestListing(context, repository, { cause: 'start' });
    }
  };
  const leave = (work: string): void => {
    for (const { key, application } of store.ofWork(work)) {
      states.forget(key);
      takeBacks.delete(key);
      // Whoever has it now tells what becomes of it.
      for (const follower of followers) follower.gone(application);
    }
    works.remove(work);
    branches.delete(work);
    timetable.remove(branchEntry(work));
  };
  return {
    review() {
      if (!store.isSynced()) return;
      const now = new Set([...store.works()].filter(owns));
      for (const work of now) if (!mine.has(work)) begin(work);
      for (const work of mine) if (!now.has(work)) leave(work);
      mine = now;
      const managed = [...store.all()].flatMap((one) => one.managed ?? []);
      const images = managed.reduce((sum, one) => sum + one.images.length, 0);
      for (const observer of observers) observer.counted({ applications: managed.length, images });
      bell.ring();
    },
  };
}
