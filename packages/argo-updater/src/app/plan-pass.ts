import type { Finding } from '../core/application/finding.js';
import type { SkippedApplication } from '../core/application/managed-application.js';
import { plan } from '../core/plan/make-plan.js';
import type { Plan } from '../core/plan/plan.js';
import { gather } from './pass/gather.js';
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
  const { selection, input } = await gather(ports, options, waiting);
  return { plan: plan(input), skipped: selection.skipped, findings: selection.findings };
}
