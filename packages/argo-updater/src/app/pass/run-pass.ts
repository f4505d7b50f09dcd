import type { Finding } from '../../core/application/finding.js';
import type { SkippedApplication } from '../../core/application/managed-application.js';
import type { Plan } from '../../core/plan/plan.js';
import { deliver } from './deliver.js';
import type { Delivered } from './delivery.js';
import { gather } from './gather.js';
import { planJobs } from './plan-jobs.js';
import type { CommitStyle, GatherOptions, PassPorts, Waiting } from './ports.js';
import { tellEvents } from './tell-events.js';

/** What a pass decided, and what it left out. */
export interface PassReport {
  readonly plan: Plan;
  readonly skipped: readonly SkippedApplication[];
  /** What is wrong with documents that were read, and with ImageUpdaters. */
  readonly findings: readonly Finding[];
}

/** What a pass did. The plan is the one that was carried out. */
export interface DeliveredPass extends PassReport {
  readonly delivered: readonly Delivered[];
}

/** One pass: everything is read once, planned, and exactly that plan is carried out. */
export async function runPass(
  ports: PassPorts,
  options: GatherOptions & { readonly style: CommitStyle },
  waiting: Waiting = {},
): Promise<DeliveredPass> {
  const { selection, input, sites } = await gather(ports, options, waiting);
  const context = { ports, style: options.style, options };
  const jobs = await planJobs({ input, sites }, { emails: options.emails, ...waiting });
  const results = await deliver(context, { sites, jobs }, waiting);
  await tellEvents(ports, results, { concurrency: options.concurrency, ...waiting });
  return {
    plan: { applications: results.map(({ plan }) => plan) },
    skipped: selection.skipped,
    findings: selection.findings,
    delivered: results,
  };
}

/** The counts by which a pass is judged. */
export interface PassSummary {
  readonly applications: number;
  readonly images: number;
  /** Images whose new version was written or is on its way in a pull request. */
  readonly updated: number;
  /** Applications that could not be read, planned or written in full. */
  readonly failed: number;
}

/** Counts what became of a pass. */
export function summarize({ delivered, skipped, findings }: DeliveredPass): PassSummary {
  const hasFailed = ({ plan, delivery }: Delivered): boolean =>
    delivery.kind === 'failed' || plan.images.some(({ kind }) => kind === 'failed');
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return {
    applications: delivered.length,
    images: delivered.reduce((sum, { plan }) => sum + plan.images.length, 0),
    updated: delivered.reduce((sum, one) => sum + updatedImages(one), 0),
    failed: delivered.filter(hasFailed).length + skipped.length + errors,
  };
}

function updatedImages({ plan, delivery }: Delivered): number {
  const isWritten = delivery.kind !== 'failed' && delivery.kind !== 'unchanged';
  return isWritten ? plan.images.filter(({ kind }) => kind === 'change').length : 0;
}
