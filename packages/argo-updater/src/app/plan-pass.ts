import type { ManagedApplication } from '../core/application/managed-application.js';
import type { ApplicationPlan } from '../core/plan/plan.js';
import { gather } from './pass/gather.js';
import { planJobs } from './pass/plan-jobs.js';
import type { GatherOptions, PassPorts, Waiting } from './pass/ports.js';
import type { PassReport } from './pass/run-pass.js';

/** A pass that ends with its plan. */
export interface PlannedPass extends PassReport {
  /** The Applications of the plan, in its order. */
  readonly jobs: readonly { readonly managed: ManagedApplication; readonly plan: ApplicationPlan }[];
}

/** A pass without its end: everything is read and planned, nothing is written. */
export async function planPass(ports: PassPorts, options: GatherOptions, waiting: Waiting = {}): Promise<PlannedPass> {
  const { selection, input, sites } = await gather(ports, options, waiting);
  const jobs = await planJobs({ input, sites }, { emails: options.emails, ...waiting });
  return {
    plan: { applications: jobs.map(({ plan }) => plan) },
    jobs: jobs.map(({ facts, plan }) => ({ managed: facts.managed, plan })),
    skipped: selection.skipped,
    findings: selection.findings,
  };
}
