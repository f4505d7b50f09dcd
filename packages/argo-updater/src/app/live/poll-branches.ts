import type { GitRepository } from '@towline/shared/ports';
import { answerOf } from '../pass/answer.js';
import type { LiveContext } from './live-context.js';
import type { PassCause } from './ports.js';

/** The name of the branch of a work in the timetable. */
export function branchEntry(work: string): string {
  return `branch ${work}`;
}

/** Has the branch of a work looked at as soon as possible. */
export function requestBranch({ timetable, ports, bell }: LiveContext, work: string): void {
  timetable.put(branchEntry(work), ports.clock.now());
  bell.ring();
}

/**
 * Asks each of the repositories of these works once where its branches are, and has the Applications planned whose branch is not where it was
 * left: somebody may have put back what was written, or changed the file that is written.
 */
export async function pollBranches(context: LiveContext, works: readonly string[], signal: AbortSignal): Promise<void> {
  const groups = new Map<string, { readonly repository: GitRepository; readonly members: string[] }>();
  for (const work of works) {
    const branch = context.branches.get(work);
    if (branch === undefined || !context.owns(work) || context.store.ofWork(work).length === 0) {
      context.branches.delete(work);
      context.timetable.remove(branchEntry(work));
      continue;
    }
    const place = JSON.stringify(branch.place);
    const group = groups.get(place) ?? { repository: branch.repository, members: [] };
    groups.set(place, group);
    group.members.push(work);
  }
  await Promise.all([...groups.values()].map((group) => pollHeads(context, group, signal)));
}

interface Group {
  readonly repository: GitRepository;
  readonly members: readonly string[];
}

async function pollHeads(context: LiveContext, { repository, members }: Group, signal: AbortSignal): Promise<void> {
  const { ports, branches, timetable, bell, branchPolls } = context;
  const names = new Set(members.flatMap((work) => branches.get(work)?.base ?? []));
  for (const work of members) branchPolls.add(work);
  const answer = await answerOf(repository.heads([...names], { signal }), signal).finally(() => {
    for (const work of members) branchPolls.delete(work);
  });
  for (const work of members) {
    const known = branches.get(work);
    if (known === undefined) continue;
    if (answer.kind === 'answer') {
      if (answer.value.get(known.base) !== known.head) markAll(context, work, 'poll');
      else branches.set(work, { ...known, unmovedAt: ports.clock.now() });
      const { intervalMs } = context.options();
      if (intervalMs === 0) timetable.remove(branchEntry(work));
      else timetable.put(branchEntry(work), context.nextRound(intervalMs, ports.clock.now()));
    } else {
      ports.log.warn({ ...answer.failure, branch: known.base }, 'A manifest repository could not be asked');
      // The pass that follows opens it anew, by the credentials of now, and tells of the failure where it lasts.
      branches.delete(work);
      timetable.remove(branchEntry(work));
      markAll(context, work, 'retry');
    }
  }
  bell.ring();
}

function markAll({ works, store }: LiveContext, work: string, cause: PassCause): void {
  for (const { key } of store.ofWork(work)) works.markDue(work, key, { cause });
}
