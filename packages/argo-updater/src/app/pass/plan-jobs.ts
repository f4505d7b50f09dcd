import { plan } from '../../core/plan/make-plan.js';
import type { PlanInput } from '../../core/plan/plan-input.js';
import type { ChangedFacts, DeliveryContext, Job } from './delivery.js';
import { addInspections } from './inspect-images.js';
import type { OpenWorksite } from './manifest-branches.js';
import type { GatherOptions, Waiting } from './ports.js';
import { readHolds } from './read-pasts.js';

/** What is planned, and where it will be written. */
export interface PlanQuestion {
  readonly input: PlanInput;
  readonly sites: readonly OpenWorksite[];
}

/**
 * The plans of gathered facts, each with its facts. History is asked only where something would change, and planned with once more only where
 * somebody had a hand in it.
 */
export async function planJobs(
  { input, sites }: PlanQuestion,
  options: Waiting & Pick<GatherOptions, 'emails'>,
): Promise<readonly Job[]> {
  const jobs = jobsOf(input);
  const found = await Promise.all(sites.map((site) => readHolds(site, jobsAt(site, jobs), options)));
  const known = new Map(found.flatMap((each) => [...each]));
  if (known.size === 0) return jobs;
  return jobsOf({ ...input, applications: input.applications.map((facts) => known.get(facts) ?? facts) });
}

/** Plans facts that have changed since they were gathered, and `site` with them where it is one that has moved on. */
export async function planAgain(
  context: DeliveryContext,
  { applications, site }: ChangedFacts,
  waiting: Waiting,
): Promise<readonly Job[]> {
  if (context.planAgain !== undefined) return context.planAgain({ applications, site }, waiting);
  const {
    ports: { clock, sha256 },
    options,
  } = context;
  const { signal } = waiting;
  const facts = { applications, now: clock.now(), sha256 };
  const input = await addInspections(context.ports, facts, { concurrency: options.concurrency.lookups, signal });
  return planJobs({ input, sites: site === undefined ? [] : [site] }, { emails: options.emails, signal });
}

function jobsOf(input: PlanInput): readonly Job[] {
  const { applications } = plan(input);
  return input.applications.flatMap((facts, index) => {
    const made = applications[index];
    return made === undefined ? [] : [{ facts, plan: made }];
  });
}

function jobsAt({ branch }: OpenWorksite, jobs: readonly Job[]): readonly Job[] {
  return jobs.filter(({ facts: { place } }) => place.kind === 'branch' && place.branch === branch);
}
