import type { Finding } from '../core/application/finding.js';
import type { SkippedApplication } from '../core/application/managed-application.js';
import type { Plan } from '../core/plan/plan.js';
import { gather } from './pass/gather.js';
import { planJobs } from './pass/plan-jobs.js';
import type { GatherOptions, PassPorts, Waiting } from './pass/ports.js';

/** What a pass decided, and what it left out. */
export interface PlannedPass {
  readonly plan: Plan;
  readonly skipped: readonly SkippedApplication[];
  /** What is wrong with documents that were read, and with ImageUpdaters. */
  readonly findings: readonly Finding[];
}

/** A pass without its end: everything is read and planned, nothing is written. */
export async function planPass(ports: PassPorts, options: GatherOptions, waiting: Waiting = {}): Promise<PlannedPass> {
  const { selection, input, sites } = await gather(ports, options, waiting);
  const jobs = await planJobs({ input, sites }, { emails: options.emails, ...waiting });
  return {
    plan: { applications: jobs.map(({ plan }) => plan) },
    skipped: selection.skipped,
    findings: selection.findings,
  };
}
