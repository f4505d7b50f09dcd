import type { PushOutcome, PushRequest } from '@towline/shared/ports';
import { commitRequests } from './commit-requests.js';
import type { Attempt, Job } from './delivery.js';
import { PassError } from './pass-error.js';
import type { Waiting } from './ports.js';
import type { SiteJobs } from './site-jobs.js';

/** Pushes the commits of all jobs onto the branch that was read. */
export function pushToBase(given: SiteJobs, waiting: Waiting): Promise<readonly (readonly [Job, Attempt])[]> {
  return pushCommits(given, { onto: given.site.snapshot, ...waiting });
}

/** Pushes the commits of all jobs together. */
export async function pushCommits(
  { context: { style }, site, branch, jobs }: SiteJobs,
  request: Omit<PushRequest, 'commits'>,
): Promise<readonly (readonly [Job, Attempt])[]> {
  const commits = commitRequests(
    jobs.map(({ plan }) => plan),
    style,
  );
  const outcome = await site.repository.push({ ...request, commits });
  return jobs.map((job, index) => [job, attemptOf(outcome, { branch, index })]);
}

function attemptOf(
  outcome: PushOutcome,
  { branch, index }: { readonly branch: string; readonly index: number },
): Attempt {
  if (outcome.kind === 'rejected') {
    if (outcome.reason === 'branch-moved') return { kind: 'overtaken' };
    throw new PassError('push-refused', `The push to ${branch} was refused: ${outcome.message}`);
  }
  // A batch is one commit for all.
  const commit = outcome.commits[index] ?? outcome.commits.at(-1);
  return commit === undefined ? { kind: 'unchanged' } : { kind: 'committed', branch, commit };
}
