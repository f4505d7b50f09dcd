import { plan } from '../../core/plan/make-plan.js';
import type { ApplicationFacts, PlanInput } from '../../core/plan/plan-input.js';
import type { DeliveryContext, Job } from './delivery.js';
import { addInspections } from './inspect-images.js';
import type { Waiting } from './ports.js';

/** The plans of gathered facts, each with its facts. */
export function jobsOf(input: PlanInput): readonly Job[] {
  const { applications } = plan(input);
  return input.applications.flatMap((facts, index) => {
    const made = applications[index];
    return made === undefined ? [] : [{ facts, plan: made }];
  });
}

/** Plans facts that have changed since they were gathered. */
export async function planAgain(
  { ports: { clock, registry, sha256 }, options }: DeliveryContext,
  applications: readonly ApplicationFacts[],
  { signal }: Waiting,
): Promise<readonly Job[]> {
  const facts = { applications, now: clock.now(), sha256 };
  return jobsOf(await addInspections(registry, facts, { concurrency: options.concurrency.lookups, signal }));
}
