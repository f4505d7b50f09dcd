import type { GitSha } from '@towline/shared/image';
import type { GitSnapshot } from '@towline/shared/ports';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import { deliver } from '../pass/deliver.js';
import type { Delivered } from '../pass/delivery.js';
import { gatherSelected } from '../pass/gather.js';
import type { OpenWorksite } from '../pass/manifest-branches.js';
import { planJobs } from '../pass/plan-jobs.js';
import type {
  CommitStyle,
  GatherOptions,
  ManifestRepository,
  RepositoryPlace,
  Waiting,
  WorkPorts,
} from '../pass/ports.js';

/** How a pass is made. */
export interface WorkOptions extends GatherOptions {
  readonly style: CommitStyle;
}

/** A branch that was read, and where we know it to be. */
export interface KnownBranch {
  readonly place: RepositoryPlace;
  readonly repository: ManifestRepository;
  readonly base: string;
  /** As it was planned on. Undefined where it will not be planned on again. */
  readonly snapshot: GitSnapshot | undefined;
  /** The commit that was planned on. */
  readonly readAt: GitSha | undefined;
  /** Where it is after what was written. */
  readonly head: GitSha | undefined;
  /** When it was last asked and had not moved, in milliseconds since the epoch. */
  readonly unmovedAt?: number | undefined;
}

/** What a pass over Applications that are written together came to. */
export interface WorkResult {
  readonly delivered: readonly Delivered[];
  /** Undefined where no branch was read: live Applications, or a repository that could not be read. */
  readonly branch: KnownBranch | undefined;
}

/** Plans these Applications by what is known now, and carries the plan out. */
export async function runWork(
  ports: WorkPorts,
  { managed, options }: { readonly managed: readonly ManagedApplication[]; readonly options: WorkOptions },
  waiting: Waiting,
): Promise<WorkResult> {
  const selection = { managed, skipped: [], findings: [] };
  const { input, sites } = await gatherSelected(ports, { selection, options }, waiting);
  const context = { ports, style: options.style, options };
  const jobs = await planJobs({ input, sites }, { emails: options.emails, ...waiting });
  const delivered = await deliver(context, { sites, jobs }, waiting);
  const [site] = sites;
  return { delivered, branch: site && branchAfter(site, delivered) };
}

/** Where the branch of a worksite is after what was delivered. */
export function branchAfter(
  { repository, base, snapshot, applications: [first] }: OpenWorksite,
  delivered: readonly Delivered[],
): KnownBranch | undefined {
  if (first === undefined) return undefined;
  const place = { repository: first.target.repository, credentials: first.target.credentials };
  const commits = delivered.flatMap(({ delivery }) =>
    delivery.kind === 'committed' && delivery.branch === base ? [delivery.commit] : [],
  );
  // The commits of one push follow each other in the order of the Applications.
  return { place, repository, base, snapshot, readAt: snapshot.commit, head: commits.at(-1) ?? snapshot.commit };
}

/** Whether a pass has to be made again for an Application because something failed that may succeed the next time. */
export function hasFailed({ plan, delivery }: Delivered): boolean {
  return delivery.kind === 'failed' || plan.images.some(({ kind }) => kind === 'failed');
}
