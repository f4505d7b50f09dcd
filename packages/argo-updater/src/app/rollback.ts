import type { RollbackWish } from '../core/plan/rollback-outcomes.js';
import { gather } from './pass/gather.js';
import type { CommitStyle, GatherOptions, PassPorts, Waiting } from './pass/ports.js';
import type { DeliveredPass } from './pass/run-pass.js';
import { takeBack } from './take-back.js';

/** What is taken back, and how its commit looks. */
export interface RollbackOptions extends GatherOptions {
  readonly wish: RollbackWish;
  readonly style: CommitStyle;
  /** Whether it is carried out; else it is only planned. */
  readonly write: boolean;
}

/**
 * Takes the Applications of the options back: by a commit that counts as a decision, so that what it took back is held until something newer
 * appears; where there is no history, as for the method `argocd`, the hold is an annotation.
 */
export async function rollback(
  ports: PassPorts,
  { wish, ...options }: RollbackOptions,
  waiting: Waiting = {},
): Promise<DeliveredPass> {
  const gathered = await gather(ports, options, waiting);
  const delivered = await takeBack(ports, gathered, { options: { ...options, wishOf: () => wish }, waiting });
  const { skipped, findings } = gathered.selection;
  return { plan: { applications: delivered.map(({ plan }) => plan) }, skipped, findings, delivered };
}
