import { applicationKey } from '../../core/application/application.js';
import { failureOf } from '../../core/plan/plan-finding.js';
import { failureOrThrow } from './answer.js';
import { writesFiles } from './commit-requests.js';
import {
  type Attempt,
  type Delivered,
  type DeliveryContext,
  delivered,
  type Job,
  maxAttempts,
  pause,
} from './delivery.js';
import { type OpenWorksite, openWorksite } from './manifest-branches.js';
import { PassError } from './pass-error.js';
import { planAgain } from './plan-jobs.js';
import type { Waiting } from './ports.js';
import { pushToBase } from './push-to-base.js';
import { pushToBranch } from './push-to-branch.js';
import { pushToRequest } from './push-to-request.js';
import type { FilesJob, SiteJobs } from './site-jobs.js';

/**
 * Carries out everything that was planned on one branch of a repository: one push for each branch that is written. Where somebody was quicker,
 * the branch is read and planned anew and only then pushed, so that their commit is neither lost nor reverted.
 */
export async function deliverSite(
  context: DeliveryContext,
  { site, jobs }: { readonly site: OpenWorksite; readonly jobs: readonly Job[] },
  waiting: Waiting,
): Promise<readonly Delivered[]> {
  const results: Delivered[] = [];
  let open = site;
  let pending = jobs;
  for (let attempt = 1; ; attempt += 1) {
    const overtaken: Job[] = [];
    for (const [job, outcome] of await deliverRound(context, { site: open, jobs: pending }, waiting)) {
      if (outcome.kind === 'overtaken') overtaken.push(job);
      else results.push(delivered(job, outcome));
    }
    if (overtaken.length === 0) return results;
    if (attempt === maxAttempts) return [...results, ...giveUp(open, overtaken)];
    await pause(context.ports, attempt, waiting.signal);
    try {
      open = await openWorksite(site, waiting);
    } catch (error) {
      const failure = failureOrThrow(error, waiting.signal);
      return [...results, ...overtaken.map((job) => delivered(job, { kind: 'failed', failure }))];
    }
    const { branch } = open;
    const applications = overtaken.map((job) => ({ ...job.facts, place: { kind: 'branch', branch } as const }));
    pending = await planAgain(context, { applications, site: open }, waiting);
  }
}

type Round = readonly (readonly [Job, Attempt])[];

async function deliverRound(
  context: DeliveryContext,
  { site, jobs }: { readonly site: OpenWorksite; readonly jobs: readonly Job[] },
  waiting: Waiting,
): Promise<Round> {
  const round: (readonly [Job, Attempt])[] = [];
  const branches = new Map<string, FilesJob[]>();
  for (const { facts, plan } of jobs) {
    if (!writesFiles(plan)) {
      round.push([{ facts, plan }, { kind: 'unchanged' }]);
      continue;
    }
    const { branch } = plan.write.destination;
    const known = branches.get(branch);
    if (known) known.push({ facts, plan });
    else branches.set(branch, [{ facts, plan }]);
  }
  for (const [branch, members] of branches) {
    const attempts = await deliverBranch({ context, site, branch, jobs: members }, waiting);
    round.push(...attempts);
  }
  return round;
}

/** What fails for one branch fails for its Applications alone. */
async function deliverBranch(given: SiteJobs, waiting: Waiting): Promise<Round> {
  try {
    return await send(given, waiting);
  } catch (error) {
    const failure = failureOrThrow(error, waiting.signal);
    return given.jobs.map((job) => [job, { kind: 'failed', failure }]);
  }
}

function send(given: SiteJobs, waiting: Waiting): Promise<Round> {
  if (given.branch === given.site.base) return pushToBase(given, waiting);
  const request = given.jobs.find(({ plan }) => plan.target.kind === 'git' && plan.target.push.kind === 'pull-request');
  return request === undefined ? pushToBranch(given, waiting) : pushToRequest(given, waiting);
}

function giveUp({ address, base }: OpenWorksite, jobs: readonly Job[]): readonly Delivered[] {
  return jobs.map((job) => {
    const { application, write } = job.plan;
    const branch = write.kind === 'files' ? write.destination.branch : base;
    const message = `${applicationKey(application)}: ${maxAttempts} pushes to ${branch} of ${address} came too late`;
    return delivered(job, { kind: 'failed', failure: failureOf(new PassError('push-overtaken', message)) });
  });
}
