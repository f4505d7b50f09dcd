import { onceEach } from './once-each.js';
import { copyTexts } from './place-reading.js';
import type { ApplicationPlan } from './plan.js';
import { findingOf } from './plan-finding.js';
import { readQuestions } from './plan-images.js';
import type { ApplicationFacts, PlanInput } from './plan-input.js';
import { type RollbackWish, rollbackOutcomes } from './rollback-outcomes.js';
import { createWriter, type Written } from './write-application.js';

/** Plans to take an Application back: all of what is wished, or nothing. Pure, and carried out as every plan is. */
export function planRollback(
  facts: ApplicationFacts,
  wish: RollbackWish,
  { now, sha256 }: Pick<PlanInput, 'now' | 'sha256'>,
): ApplicationPlan {
  const texts = onceEach(copyTexts);
  const read = readQuestions(facts, { now, texts });
  const held = read.map(({ places }) => places);
  const outcomes = rollbackOutcomes(
    read.map(({ question }) => question),
    wish,
  );
  const refused: Written = { outcomes, write: { kind: 'nothing' }, findings: [] };
  const written = outcomes.some(({ kind }) => kind === 'failed')
    ? refused
    : createWriter({ texts, sha256 })({ facts, held, outcomes });
  const { application, writeTarget, findings: settings } = facts.managed;
  return {
    application: { namespace: application.namespace, name: application.name },
    target: writeTarget,
    images: written.outcomes,
    write: written.write,
    findings: [...settings.map(findingOf), ...written.findings],
  };
}
