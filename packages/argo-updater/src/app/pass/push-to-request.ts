import type { GitSha } from '@towline/shared/image';
import type { GitSnapshot, PullRequest, PullRequests } from '@towline/shared/ports';
import { pullRequestText, recordedHead, withRecordedHead } from '../../core/message/pull-request-text.js';
import { messageOf } from './commit-requests.js';
import type { Attempt, Job } from './delivery.js';
import type { Waiting } from './ports.js';
import { pushCommits } from './push-to-base.js';
import { holdsAll, pushToBranch } from './push-to-branch.js';
import type { SiteJobs } from './site-jobs.js';

type Attempts = readonly (readonly [Job, Attempt])[];

/**
 * Puts the commits onto the branch of a pull request and sees to it that one request is open for it and says what it does. As long as the
 * branch is ours alone it is made anew upon the base as it is; once a person has pushed there, it is only moved forward.
 */
export async function pushToRequest(given: SiteJobs, waiting: Waiting): Promise<Attempts> {
  const { site, branch, jobs } = given;
  const requests = await openRequests(given, waiting);
  const living = await requests.findOpen({ head: branch, base: site.base, ...waiting });
  const existing = await site.repository.snapshot(branch, waiting);
  const pushed = await pushHead(given, { living, existing }, waiting);
  if (pushed.some(([, attempt]) => attempt.kind === 'overtaken')) return pushed;
  const head = isShared(living, existing) ? recordedHead(living?.body) : (tipOf(pushed) ?? existing?.commit);
  const request = await sayWhatItDoes(given, { requests, living, head }, waiting);
  return jobs.map((job) => [job, { kind: 'requested', branch, url: request.url }]);
}

interface Head {
  readonly living: PullRequest | undefined;
  readonly existing: GitSnapshot | undefined;
}

async function pushHead(given: SiteJobs, { living, existing }: Head, waiting: Waiting): Promise<Attempts> {
  if (existing !== undefined && (await holdsAll(existing, given, waiting))) return [];
  if (isShared(living, existing)) return pushToBranch(given, waiting);
  const { site, branch } = given;
  return pushCommits(given, { onto: site.snapshot, branch, replace: { expected: existing?.commit }, ...waiting });
}

/** Whether somebody has pushed since we did. A request that records no commit of ours is of argocd-image-updater's kind, or older. */
function isShared(living: PullRequest | undefined, existing: GitSnapshot | undefined): boolean {
  const recorded = recordedHead(living?.body);
  return recorded !== undefined && existing?.commit !== undefined && recorded !== existing.commit;
}

function tipOf(pushed: Attempts): GitSha | undefined {
  const last = pushed.at(-1)?.[1];
  return last?.kind === 'committed' ? last.commit : undefined;
}

async function openRequests({ context, jobs }: SiteJobs, { signal }: Waiting): Promise<PullRequests> {
  const { target, push } = requestTarget(jobs);
  return context.ports.pullRequests.open({ ...target, provider: push.provider }, { signal });
}

function requestTarget(jobs: SiteJobs['jobs']) {
  const target = jobs[0]?.plan.target;
  if (target?.kind !== 'git' || target.push.kind !== 'pull-request') {
    throw new TypeError('A pull request was planned without being asked for');
  }
  return { target, push: target.push };
}

interface Told {
  readonly requests: PullRequests;
  readonly living: PullRequest | undefined;
  /** The commit of ours that the request records. */
  readonly head: string | undefined;
}

async function sayWhatItDoes(
  { context, site, branch, jobs }: SiteJobs,
  { requests, living, head }: Told,
  { signal }: Waiting,
): Promise<PullRequest> {
  const [first] = jobs;
  const { push } = requestTarget(jobs);
  const application = first?.plan.application ?? { namespace: '', name: '' };
  const said = pullRequestText(
    messageOf(
      jobs.map(({ plan }) => plan),
      context.style,
    ),
    application,
  );
  const text = first?.facts.managed.compat ? said : withRecordedHead(said, head);
  if (living === undefined) {
    const { labels, reviewers, autoMerge } = push;
    return requests.open({ head: branch, base: site.base, ...text, labels, reviewers, autoMerge, signal });
  }
  const isSaid = living.title === text.title && living.body.trim() === text.body.trim();
  return isSaid ? living : requests.update(living.number, { ...text, signal });
}
