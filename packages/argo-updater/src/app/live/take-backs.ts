import { applicationKey } from '../../core/application/application.js';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import type { Delivered } from '../pass/delivery.js';
import { gatherSelected } from '../pass/gather.js';
import type { Waiting, WorkPorts } from '../pass/ports.js';
import { takeBack } from '../take-back.js';
import type { LiveContext } from './live-context.js';
import type { TakeBackRequest } from './ports.js';
import type { WorkOptions, WorkResult } from './run-work.js';
import { branchAfter, hasFailed } from './run-work.js';

/**
 * Has what was written taken back by the next pass, where the Application wants that and is ours. False where it does not, or where another
 * replica has it.
 */
export function requestTakeBack(context: LiveContext, request: TakeBackRequest): boolean {
  const { store, owns, takeBacks, works, bell } = context;
  const key = applicationKey(request.application);
  const { managed, work } = store.get(key) ?? {};
  if (managed?.onFailure !== 'revert' || work === undefined || !owns(work)) return false;
  takeBacks.set(key, request);
  works.markDue(work, key, { cause: 'event' });
  bell.ring();
  return true;
}

/** Takes back what was requested for one Application, as it stands now: what somebody has changed since stays as it is. */
export async function runTakeBack(
  ports: WorkPorts,
  given: { readonly managed: ManagedApplication; readonly request: TakeBackRequest; readonly options: WorkOptions },
  waiting: Waiting,
): Promise<WorkResult> {
  const { managed, request, options } = given;
  const selection = { managed: [managed], skipped: [], findings: [] };
  const gathered = await gatherSelected(ports, { selection, options }, waiting);
  const wish = { to: { kind: 'undo', written: request.written } } as const;
  const style = { ...options.style, rollback: { reason: `It failed in the cluster: ${request.reason}.` } };
  const delivered = await takeBack(ports, gathered, {
    options: { ...options, style, wishOf: () => wish, write: true },
    waiting,
  });
  const [site] = gathered.sites;
  return { delivered, branch: site && branchAfter(site, delivered) };
}

/** Whether a request has come to its end: it was carried out, there was nothing to take back, or there is no way back. */
export function isSettled(result: Delivered): boolean {
  return !hasFailed(result) || result.plan.images.some(hasNoWayBack);
}

function hasNoWayBack(image: Delivered['plan']['images'][number]): boolean {
  return image.kind === 'failed' && image.failure.code.startsWith('rollback-');
}
