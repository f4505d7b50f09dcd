import { mapConcurrently } from '@towline/shared/async';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import { closeSuperseded } from './close-superseded.js';
import { deliverLive } from './deliver-live.js';
import { deliverSite } from './deliver-site.js';
import { type Delivered, type DeliveryContext, delivered, type Job } from './delivery.js';
import type { OpenWorksite } from './manifest-branches.js';
import type { Waiting } from './ports.js';

/** What is carried out. */
export interface Planned {
  readonly sites: readonly OpenWorksite[];
  readonly jobs: readonly Job[];
}

/**
 * Carries out plans: branches of manifest repositories and live Applications side by side, each branch by one push. Nothing that fails for one
 * of them stops another. The results are in the order of the jobs.
 */
export async function deliver(
  context: DeliveryContext,
  { sites, jobs }: Planned,
  { signal }: Waiting = {},
): Promise<readonly Delivered[]> {
  const bySite = jobsBySite(sites, jobs);
  const gathered = new Set(bySite.flatMap((each) => each.jobs));
  const elsewhere = jobs.filter((job) => !gathered.has(job));
  const tasks = [
    ...bySite.map((each) => (waiting: Waiting) => deliverAndTidy(context, each, waiting)),
    ...elsewhere.map((job) => async (waiting: Waiting) => [await deliverAlone(context, job, waiting)]),
  ];
  const { writes: concurrency } = context.options.concurrency;
  const results = await mapConcurrently(tasks, { concurrency, signal }, (task, inner) => task({ signal: inner }));
  const order = new Map(jobs.map(({ facts }, index) => [applicationOf(facts.managed), index]));
  const indexOf = ({ managed }: Delivered): number => order.get(applicationOf(managed)) ?? jobs.length;
  return results.flat().sort((a, b) => indexOf(a) - indexOf(b));
}

async function deliverAndTidy(
  context: DeliveryContext,
  work: { readonly site: OpenWorksite; readonly jobs: readonly Job[] },
  waiting: Waiting,
): Promise<readonly Delivered[]> {
  const results = await deliverSite(context, work, waiting);
  await closeSuperseded(context, { site: work.site, results }, waiting);
  return results;
}

/** What stays the same of an Application when it is read again. */
function applicationOf({ application: { namespace, name, origin } }: ManagedApplication): string {
  return JSON.stringify([
    namespace,
    name,
    origin.kind === 'manifest' ? [origin.file, origin.document, origin.path] : [],
  ]);
}

function jobsBySite(sites: readonly OpenWorksite[], jobs: readonly Job[]) {
  return sites.map((site) => {
    const members = new Set(site.applications.map(({ managed }) => managed));
    return { site, jobs: jobs.filter(({ facts }) => members.has(facts.managed)) };
  });
}

/** A job without a worksite: a live Application, or one whose repository could not be read, of which the plan tells. */
async function deliverAlone(context: DeliveryContext, job: Job, waiting: Waiting): Promise<Delivered> {
  return job.facts.place.kind === 'live' ? deliverLive(context, job, waiting) : delivered(job, { kind: 'unchanged' });
}
