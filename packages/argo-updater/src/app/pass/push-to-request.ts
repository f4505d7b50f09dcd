import type { PullRequest, PullRequests } from '@towline/shared/ports';
import { pullRequestText } from '../../core/message/pull-request-text.js';
import { messageOf } from './commit-requests.js';
import type { Attempt, Job } from './delivery.js';
import type { Waiting } from './ports.js';
import { pushCommits } from './push-to-base.js';
import { holdsAll } from './push-to-branch.js';
import type { SiteJobs } from './site-jobs.js';

/**
 * Puts the commits onto the branch of a pull request, which is ours alone and always stands on the base as it is now, and sees to it that one
 * request is open for it and says what it does.
 */
export async function pushToRequest(given: SiteJobs, waiting: Waiting): Promise<readonly (readonly [Job, Attempt])[]> {
  const { site, branch, jobs } = given;
  const existing = await site.repository.snapshot(branch, waiting);
  if (existing === undefined || !(await holdsAll(existing, given, waiting))) {
    const replace = { expected: existing?.commit };
    const pushed = await pushCommits(given, { onto: site.snapshot, branch, replace, ...waiting });
    if (pushed.some(([, attempt]) => attempt.kind === 'overtaken')) return pushed;
  }
  const request = await ensureRequest(given, waiting);
  return jobs.map((job) => [job, { kind: 'requested', branch, url: request.url }]);
}

async function ensureRequest({ context, site, branch, jobs }: SiteJobs, { signal }: Waiting): Promise<PullRequest> {
  const [first] = jobs;
  const target = first?.plan.target;
  if (first === undefined || target?.kind !== 'git' || target.push.kind !== 'pull-request') {
    throw new TypeError('A pull request was planned without being asked for');
  }
  const { provider, labels, reviewers, autoMerge } = target.push;
  const requests = await context.ports.pullRequests.open({ ...target, provider }, { signal });
  const plans = jobs.map(({ plan }) => plan);
  const text = pullRequestText(messageOf(plans, context.style), first.plan.application);
  const place = { head: branch, base: site.base, signal };
  const living = await requests.findOpen(place);
  if (living === undefined) return requests.open({ ...place, ...text, labels, reviewers, autoMerge });
  return sayAnew(requests, living, { ...text, signal });
}

async function sayAnew(
  requests: PullRequests,
  living: PullRequest,
  text: { readonly title: string; readonly body: string } & Waiting,
): Promise<PullRequest> {
  if (living.title === text.title && living.body.trim() === text.body.trim()) return living;
  return requests.update(living.number, text);
}
