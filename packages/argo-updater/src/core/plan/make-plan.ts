import { refuseConflicts } from './conflicts.js';
import { onceEach } from './once-each.js';
import { copyTexts } from './place-reading.js';
import type { ApplicationPlan, Plan } from './plan.js';
import { findingOf } from './plan-finding.js';
import { type PlannedApplication, planImages } from './plan-images.js';
import type { PlanInput } from './plan-input.js';
import { createWriter, type Written } from './write-application.js';

/**
 * Plans everything that was gathered. Pure: the same facts make the same plan, and a plan that was carried out leaves nothing to plan.
 * What must be looked at first, {@link whatIsMissing} says.
 */
export function plan({ applications, now, sha256 }: PlanInput): Plan {
  // Everything is read before anything is written, so that what was parsed for the one serves the other.
  const texts = onceEach(copyTexts);
  const planned = refuseConflicts(applications.map((facts) => planImages(facts, { now, texts })));
  const write = createWriter({ texts, sha256 });
  return { applications: planned.map((one) => applicationPlan(one, write(one))) };
}

function applicationPlan({ facts, held }: PlannedApplication, { outcomes, write, findings }: Written): ApplicationPlan {
  const { application, writeTarget, findings: settings } = facts.managed;
  const read = held.flatMap((image) => (image.kind === 'failed' ? image.findings : []));
  return {
    application: { namespace: application.namespace, name: application.name },
    target: writeTarget,
    images: outcomes,
    write,
    findings: [...settings.map(findingOf), ...unique(read), ...findings],
  };
}

/** A file that cannot be read is told of once, not for each image in it. */
function unique<Finding extends { readonly code: string; readonly message: string }>(
  findings: readonly Finding[],
): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.message}`, finding])).values()];
}
