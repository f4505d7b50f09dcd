import { type Application, applicationKey } from '../../core/application/application.js';
import { liveImages } from '../../core/application/images/live-images.js';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import type { PatchOperation } from '../../core/manifest/live/argocd-patch.js';
import { failureOf } from '../../core/plan/plan-finding.js';
import { failureOrThrow } from './answer.js';
import {
  type Attempt,
  type Delivered,
  type DeliveryContext,
  delivered,
  type Job,
  maxAttempts,
  pause,
} from './delivery.js';
import { PassError } from './pass-error.js';
import { planAgain } from './plan-jobs.js';
import type { LivePort, Waiting } from './ports.js';

/** Patches a live Application. Where it changed in the meantime, it is read and planned anew. */
export async function deliverLive(context: DeliveryContext, job: Job, waiting: Waiting): Promise<Delivered> {
  let pending = job;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptPatch(context, pending, waiting);
    if (outcome.kind !== 'overtaken') return delivered(pending, outcome);
    if (attempt === maxAttempts) return delivered(pending, tooLate(pending));
    await pause(context.ports, attempt, waiting.signal);
    const next = await readAgain(context, pending, waiting);
    if (next.kind !== 'job') return delivered(pending, next);
    pending = next.job;
  }
}

async function attemptPatch({ ports }: DeliveryContext, { plan }: Job, waiting: Waiting): Promise<Attempt> {
  const { write, application } = plan;
  if (write.kind !== 'patch') return { kind: 'unchanged' };
  try {
    return await patch(
      liveOf(ports.live, applicationKey(application)),
      { application, operations: write.operations },
      waiting,
    );
  } catch (error) {
    return { kind: 'failed', failure: failureOrThrow(error, waiting.signal) };
  }
}

async function patch(
  live: LivePort,
  {
    application,
    operations,
  }: { readonly application: Job['plan']['application']; readonly operations: readonly PatchOperation[] },
  waiting: Waiting,
): Promise<Attempt> {
  const { kind } = await live.patch(application, operations, waiting);
  return { kind: kind === 'conflict' ? 'overtaken' : 'patched' };
}

type NextJob =
  | { readonly kind: 'job'; readonly job: Job }
  | Extract<Attempt, { readonly kind: 'unchanged' | 'failed' }>;

/** The Application as it is now, planned anew. One that is gone, or that people set up differently meanwhile, is left to the next pass. */
async function readAgain(context: DeliveryContext, { facts, plan }: Job, waiting: Waiting): Promise<NextJob> {
  try {
    const live = liveOf(context.ports.live, applicationKey(plan.application));
    const application = await live.read(plan.application, waiting);
    if (application === undefined || !sameSettings(application, facts.managed.application))
      return { kind: 'unchanged' };
    const { images, compat } = facts.managed;
    const running = application.status && liveImages(application.status.images, images, compat);
    const managed: ManagedApplication = { ...facts.managed, application, live: running };
    const [job] = await planAgain(context, { applications: [{ ...facts, managed }] }, waiting);
    return job === undefined ? { kind: 'unchanged' } : { kind: 'job', job };
  } catch (error) {
    return { kind: 'failed', failure: failureOrThrow(error, waiting.signal) };
  }
}

function sameSettings(one: Application, other: Application): boolean {
  return JSON.stringify([one.annotations, one.labels]) === JSON.stringify([other.annotations, other.labels]);
}

function liveOf(live: LivePort | undefined, application: string): LivePort {
  if (live !== undefined) return live;
  throw new PassError('delivery-unavailable', `${application} is written in its cluster, and no cluster is at hand`);
}

function tooLate({ plan }: Job): Attempt & { readonly kind: 'failed' } {
  const message = `${applicationKey(plan.application)} changed before each of ${maxAttempts} patches`;
  return { kind: 'failed', failure: failureOf(new PassError('application-overtaken', message)) };
}
