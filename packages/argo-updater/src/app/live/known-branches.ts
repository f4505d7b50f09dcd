import type { GitSnapshot } from '@towline/shared/ports';
import type { ManifestRepository, WorkPorts } from '../pass/ports.js';
import type { LiveContext } from './live-context.js';
import type { KnownBranch } from './run-work.js';

/** So long after it was asked, a branch that has not moved is taken to be there still: whoever moves it meanwhile wins the push. */
const freshMs = 5_000;

/** Remembers a branch after a pass. Its files are kept only where something will be planned on them although nothing has changed. */
export function rememberBranch({ branches, store, states }: LiveContext, work: string, branch: KnownBranch): void {
  const isPlannedAgain = store.ofWork(work).some(({ key }) => states.changesByItself(key));
  const snapshot = isPlannedAgain && branch.head === branch.readAt ? branch.snapshot : undefined;
  branches.set(work, { ...branch, snapshot });
}

/** Where credentials and mirrors are made anew, what was read through the old ones is of no use. */
export function forgetSnapshots({ branches }: Pick<LiveContext, 'branches'>): void {
  for (const [work, branch] of branches) branches.set(work, { ...branch, snapshot: undefined });
}

/** The ports for a pass over a work, which does not ask again for a branch that a poll has just asked. What it uses is forgotten. */
export function knowingBranch({ ports, branches }: LiveContext, work: string): WorkPorts {
  const known = branches.get(work);
  if (known?.snapshot === undefined || ports.clock.now() - (known.unmovedAt ?? -freshMs) >= freshMs) return ports;
  branches.set(work, { ...known, snapshot: undefined });
  const wanted = JSON.stringify(known.place);
  let snapshot: GitSnapshot | undefined = known.snapshot;
  const wrapped = new WeakMap<ManifestRepository, ManifestRepository>();
  const wrap = (repository: ManifestRepository): ManifestRepository => ({
    ...repository,
    async snapshot(branch, options) {
      const first = branch === known.base ? snapshot : undefined;
      snapshot = undefined;
      return first ?? repository.snapshot(branch, options);
    },
  });
  return {
    ...ports,
    repositories: {
      async open({ repository: url, credentials }, waiting) {
        const repository = await ports.repositories.open({ repository: url, credentials }, waiting);
        if (JSON.stringify({ repository: url, credentials }) !== wanted) return repository;
        const found = wrapped.get(repository) ?? wrap(repository);
        wrapped.set(repository, found);
        return found;
      },
    },
  };
}
