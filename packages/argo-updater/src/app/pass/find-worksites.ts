import { mapConcurrently } from '@towline/shared/async';
import type { GitRepository } from '@towline/shared/ports';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import type { Failure } from '../../core/plan/image-outcome.js';
import { answerOf } from './answer.js';
import type { CommittedApplication, Worksite } from './manifest-branches.js';
import type { RepositoriesPort, Waiting } from './ports.js';

/** The worksites of Applications, and those Applications whose repository cannot be opened. */
export interface FoundWorksites {
  readonly sites: readonly Worksite[];
  readonly failed: ReadonlyMap<ManagedApplication, Failure>;
}

/** Opens the repositories of Applications and puts together those that are planned on one branch of one repository. */
export async function findWorksites(
  port: RepositoriesPort,
  applications: readonly ManagedApplication[],
  { concurrency, signal }: Waiting & { readonly concurrency: number },
): Promise<FoundWorksites> {
  const committed = applications.flatMap((managed) =>
    managed.writeTarget.kind === 'git' ? [{ managed, target: managed.writeTarget }] : [],
  );
  const defaults = createDefaultBranches();
  const groups = groupBy(committed, ({ target }) =>
    JSON.stringify([target.repository, target.credentials, target.base]),
  );
  const opened = await mapConcurrently([...groups.values()], { concurrency, signal }, async (members, signal) => {
    const { target } = members[0];
    const place = async () => {
      const repository = await port.open(target, { signal });
      const base = target.base.kind === 'named' ? target.base.name : await defaults(repository, { signal });
      return { repository, base };
    };
    return { members, answer: await answerOf(place(), signal) };
  });
  const failed = new Map<ManagedApplication, Failure>();
  const found: (Worksite & { readonly applications: CommittedApplication[] })[] = [];
  for (const { members, answer } of opened) {
    if (answer.kind === 'failed') {
      for (const { managed } of members) failed.set(managed, answer.failure);
      continue;
    }
    const { repository, base } = answer.value;
    const known = found.find((site) => site.repository === repository && site.base === base);
    if (known) known.applications.push(...members);
    else found.push({ repository, base, address: members[0].target.repository, applications: [...members] });
  }
  return { sites: found.map((site) => ({ ...site, applications: inOrder(site.applications, committed) })), failed };
}

function createDefaultBranches() {
  const known = new Map<GitRepository, Promise<string>>();
  return (repository: GitRepository, waiting: Waiting): Promise<string> => {
    const found = known.get(repository) ?? repository.defaultBranch(waiting);
    known.set(repository, found);
    return found;
  };
}

/** Commits are made in the order of the Applications, whatever order their targets came in. */
function inOrder(members: readonly CommittedApplication[], all: readonly CommittedApplication[]) {
  const wanted = new Set(members);
  return all.filter((one) => wanted.has(one));
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, [Item, ...Item[]]> {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
