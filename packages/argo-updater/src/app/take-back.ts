import type { FileHistoryEntry } from '@towline/shared/ports';
import { ownKey } from '../core/application/annotations/annotation-key.js';
import { heldName } from '../core/hold/past.js';
import type { RelevantHistory } from '../core/hold/relevant-history.js';
import { pointer } from '../core/manifest/live/argocd-patch.js';
import type { ApplicationPlan } from '../core/plan/plan.js';
import type { ApplicationFacts } from '../core/plan/plan-input.js';
import { planRollback } from '../core/plan/plan-rollback.js';
import type { RollbackWish } from '../core/plan/rollback-outcomes.js';
import { deliver } from './pass/deliver.js';
import type { ChangedFacts, Delivered, DeliveryContext, Job } from './pass/delivery.js';
import type { Gathered } from './pass/gather.js';
import type { OpenWorksite } from './pass/manifest-branches.js';
import type { CommitStyle, GatherOptions, Waiting, WorkPorts } from './pass/ports.js';
import { readPasts } from './pass/read-pasts.js';

/** What is taken back, and how its commit looks. */
export interface TakeBackOptions extends GatherOptions {
  readonly wishOf: (facts: ApplicationFacts) => RollbackWish;
  readonly style: CommitStyle;
  /** Whether it is carried out; else it is only planned. */
  readonly write: boolean;
}

/** A branch is followed as far back for whoever wants to see what stood there. */
const statesAtMost = 30;

/** Takes back what was gathered, by commits that count as decisions: whoever was overtaken looks whether there is still something to take back. */
export async function takeBack(
  ports: WorkPorts,
  { input, sites }: Pick<Gathered, 'input' | 'sites'>,
  { options, waiting = {} }: { readonly options: TakeBackOptions; readonly waiting?: Waiting },
): Promise<readonly Delivered[]> {
  const again = planner(ports, options);
  const bySite = await Promise.all(
    sites.map((site) => again({ applications: factsOf(site, input.applications), site }, waiting)),
  );
  const alone = input.applications.filter(({ place }) => place.kind !== 'branch');
  const jobs = [...bySite.flat(), ...(await again({ applications: alone }, waiting))];
  const style = { ...options.style, rollback: options.style.rollback ?? { reason: undefined } };
  const context: DeliveryContext = { ports, style, options, planAgain: again };
  return options.write
    ? deliver(context, { sites, jobs }, waiting)
    : jobs.map(({ facts, plan }) => ({ managed: facts.managed, plan, delivery: { kind: 'unchanged' } }));
}

function factsOf({ branch }: OpenWorksite, all: readonly ApplicationFacts[]): readonly ApplicationFacts[] {
  return all.filter(({ place }) => place.kind === 'branch' && place.branch === branch);
}

function planner({ clock, sha256 }: WorkPorts, { wishOf, emails }: TakeBackOptions) {
  return async ({ applications, site }: ChangedFacts, { signal }: Waiting): Promise<readonly Job[]> => {
    const questions = applications
      .filter((facts) => wishOf(facts).to.kind === 'previous')
      .map((facts) => ({ facts, choose: newest }));
    const isAsked = site !== undefined && questions.length > 0;
    const known = isAsked ? await readPasts(site, questions, { emails, signal }) : undefined;
    return applications.map((before) => {
      const facts = known?.get(before) ?? before;
      return { facts, plan: withHold(facts, planRollback(facts, wishOf(before), { now: clock.now(), sha256 })) };
    });
  };
}

function newest(entries: readonly FileHistoryEntry[]): RelevantHistory {
  return { entries: entries.slice(0, statesAtMost), isComplete: entries.length >= statesAtMost };
}

/** A live Application has no history that would tell: what was taken back is held by annotation. */
function withHold({ managed }: ApplicationFacts, plan: ApplicationPlan): ApplicationPlan {
  const { write } = plan;
  if (write.kind !== 'patch') return plan;
  const holds = plan.images.flatMap((one) => {
    const value = one.kind === 'change' && one.from !== undefined ? heldName(one.from) : undefined;
    if (value === undefined) return [];
    const known = one.image.hold === 'all' ? [] : one.image.hold;
    const key = ownKey('hold', one.image.alias);
    return [[key, one.image.hold === 'all' ? 'true' : [...new Set([...known, value])].join(',')] as const];
  });
  const operations = holds.map(([key, value]) => {
    return { op: 'add', path: pointer(['metadata', 'annotations', key]), value } as const;
  });
  if (holds.length > 0 && Object.keys(managed.application.annotations).length === 0) {
    // Its annotations would be replaced by one patch that adds the first of them.
    return { ...plan, findings: [...plan.findings, unheld] };
  }
  return { ...plan, write: { kind: 'patch', operations: [...write.operations, ...operations] } };
}

const unheld = {
  code: 'rollback-not-held',
  severity: 'warning',
  message: 'The Application has no annotation of ours to keep the hold in, so the next pass goes forward again',
  hint: 'Hold it by hand: argo-updater hold.',
} as const;
