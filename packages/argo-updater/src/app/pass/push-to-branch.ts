import type { GitSnapshot } from '@towline/shared/ports';
import { writesFiles } from './commit-requests.js';
import type { Attempt, Job } from './delivery.js';
import { readBranch } from './manifest-branches.js';
import { planAgain } from './plan-jobs.js';
import type { Waiting } from './ports.js';
import { pushCommits } from './push-to-base.js';
import type { SiteJobs } from './site-jobs.js';

/**
 * Pushes onto a branch beside the one that was read. Where it exists, people may have worked on it: then it is planned upon, and moved
 * forward only.
 */
export async function pushToBranch(given: SiteJobs, waiting: Waiting): Promise<readonly (readonly [Job, Attempt])[]> {
  const { context, site, branch, jobs } = given;
  const existing = await site.repository.snapshot(branch, waiting);
  if (existing === undefined) return pushCommits(given, { onto: site.snapshot, branch, ...waiting });
  if (await holdsAll(existing, given, waiting)) return jobs.map((job) => [job, { kind: 'unchanged' }]);

  const own = await readBranch(site, existing, waiting);
  const applications = jobs.map((job) => ({ ...job.facts, place: { kind: 'branch', branch: own } as const }));
  const planned = await planAgain(context, { applications }, waiting);
  const writing = planned.flatMap(({ facts: known, plan }) => (writesFiles(plan) ? [{ facts: known, plan }] : []));
  const rest = planned.filter(({ plan }) => !writesFiles(plan)).map((job) => [job, { kind: 'unchanged' }] as const);
  if (writing.length === 0) return rest;
  return [...rest, ...(await pushCommits({ ...given, jobs: writing }, { onto: existing, branch, ...waiting }))];
}

/** Whether a branch has every file already as the jobs would write it. */
export async function holdsAll(
  snapshot: GitSnapshot,
  { jobs }: Pick<SiteJobs, 'jobs'>,
  waiting: Waiting,
): Promise<boolean> {
  const wanted = new Map(jobs.flatMap(({ plan }) => plan.write.files.map(({ path, after }) => [path, after] as const)));
  const contents = await snapshot.read([...wanted.keys()], waiting);
  const decoder = new TextDecoder();
  return [...wanted].every(([path, text]) => {
    const bytes = contents.get(path);
    return bytes !== undefined && decoder.decode(bytes) === text;
  });
}
