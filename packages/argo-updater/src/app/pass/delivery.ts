import type { GitSha } from '@towline/shared/image';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import type { Failure } from '../../core/plan/image-outcome.js';
import type { ApplicationPlan } from '../../core/plan/plan.js';
import type { ApplicationFacts } from '../../core/plan/plan-input.js';
import type { OpenWorksite } from './manifest-branches.js';
import type { CommitStyle, GatherOptions, Waiting, WorkPorts } from './ports.js';

/** What became of the plan of an Application. */
export type Delivery =
  /** The plan writes nothing, or what it writes is there already. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'committed'; readonly branch: string; readonly commit: GitSha }
  /** The pull request that carries the change, made or brought up to date. */
  | { readonly kind: 'requested'; readonly branch: string; readonly url: string }
  | { readonly kind: 'patched' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** An Application with the plan that was carried out, which may have been made anew on the way. */
export interface Delivered {
  readonly managed: ManagedApplication;
  readonly plan: ApplicationPlan;
  readonly delivery: Delivery;
}

/** The plan of an Application, and the facts it was made from. */
export interface Job {
  readonly facts: ApplicationFacts;
  readonly plan: ApplicationPlan;
}

/** What became of a job for now: settled, or overtaken by somebody and to be planned again. */
export type Attempt = Delivery | { readonly kind: 'overtaken' };

/** What deliveries have in common. */
export interface DeliveryContext {
  readonly ports: WorkPorts;
  readonly style: CommitStyle;
  readonly options: GatherOptions;
  /** How facts that have changed meanwhile are planned, where it is not by what policies choose. */
  readonly planAgain?: ((changed: ChangedFacts, waiting: Waiting) => Promise<readonly Job[]>) | undefined;
}

/** Facts that have changed since they were gathered. */
export interface ChangedFacts {
  readonly applications: readonly ApplicationFacts[];
  /** The branch that has moved on, where it is one. */
  readonly site?: OpenWorksite | undefined;
}

/** How often something is tried that others may overtake. */
export const maxAttempts = 5;

/** Waits before the next attempt: longer each time, and never as long as whoever was overtaken together with us. */
export async function pause(
  { clock, random }: Pick<WorkPorts, 'clock' | 'random'>,
  attempt: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  await clock.sleep(random() * 250 * 2 ** attempt, signal);
}

/** A job that is done. */
export function delivered({ facts, plan }: Job, delivery: Delivery): Delivered {
  return { managed: facts.managed, plan, delivery };
}
