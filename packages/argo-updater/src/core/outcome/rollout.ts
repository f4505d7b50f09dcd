import { formatRepository, readImageReference } from '@towline/shared/image';
import type { Application, ApplicationStatus } from '../application/application.js';

/** An image that was written, as it is to be live. */
export interface WrittenImage {
  /** `registry/name` in canonical spelling. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** What was written for an Application, on its way into the cluster. */
export interface Rollout {
  readonly images: readonly WrittenImage[];
  /** When it was written, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** The sync that was the last one then: what it came to says nothing of what was written after it. */
  readonly syncBefore: string | undefined;
  /** Whether the Application was Degraded then, and has not been anything else since. */
  readonly degradedBefore: boolean;
}

/** How patient one is. */
export interface RolloutLimits {
  /** Not healthy so long after it was written is a failure; infinite for never. */
  readonly timeoutMs: number;
  /** How long an Application that was Degraded before may stay so with the new image. */
  readonly settleMs: number;
}

/** How far a rollout has come. Reasons are sentences without their full stop. */
export type RolloutVerdict =
  | { readonly kind: 'committed'; readonly reason: string }
  | { readonly kind: 'synced'; readonly reason: string }
  | { readonly kind: 'healthy' }
  /** `isOfImage`: it is what was written that fails, and not only something that keeps it from being live. */
  | { readonly kind: 'failed'; readonly reason: string; readonly isOfImage: boolean };

/** A rollout with what is thought of it. */
export interface JudgedRollout {
  readonly rollout: Rollout;
  readonly verdict: RolloutVerdict;
  /** When to judge again although nothing is heard, in milliseconds since the epoch; undefined where only news can change it. */
  readonly judgeAgainAt: number | undefined;
}

/** Begins to follow what was written for an Application, by what is known of it when it is written. */
export function startRollout(application: Application, images: readonly WrittenImage[], now: number): Rollout {
  const { status } = application;
  return {
    images,
    startedAt: now,
    syncBefore: status?.operation?.startedAt,
    degradedBefore: status?.health === 'Degraded',
  };
}

/** Judges a rollout by the Application as it is now. */
export function judgeRollout(
  before: Rollout,
  application: Application,
  { now, limits }: { readonly now: number; readonly limits: RolloutLimits },
): JudgedRollout {
  const { status } = application;
  if (status === undefined) return { rollout: before, verdict: unseen, judgeAgainAt: undefined };
  const rollout = status.health === 'Degraded' ? before : { ...before, degradedBefore: false };
  const verdict = verdictOf(rollout, application, status);
  const deadline = rollout.startedAt + limits.timeoutMs;
  if (verdict.kind === 'failed') {
    const patient = rollout.startedAt + limits.settleMs;
    if (!(rollout.degradedBefore && status.health === 'Degraded' && now < patient)) return settled(rollout, verdict);
    return { rollout, verdict: { kind: 'synced', reason: verdict.reason }, judgeAgainAt: Math.min(patient, deadline) };
  }
  if (verdict.kind === 'healthy') return settled(rollout, verdict);
  if (!application.automated && verdict.kind === 'committed') return { rollout, verdict, judgeAgainAt: undefined };
  if (now < deadline) return { rollout, verdict, judgeAgainAt: Number.isFinite(deadline) ? deadline : undefined };
  const isOfImage = verdict.kind === 'synced';
  return settled(rollout, { kind: 'failed', reason: `it is not healthy in time: ${verdict.reason}`, isOfImage });
}

function settled(rollout: Rollout, verdict: RolloutVerdict): JudgedRollout {
  return { rollout, verdict, judgeAgainAt: undefined };
}

function verdictOf(rollout: Rollout, application: Application, status: ApplicationStatus): RolloutVerdict {
  const { sync, health, healthMessage, operation } = status;
  const isNewSync = operation !== undefined && operation.startedAt !== rollout.syncBefore;
  const isLive = rollout.images.every((image) => isIn(status.images, image));
  const hasSynced = sync === 'Synced' || (isNewSync && operation.phase === 'Succeeded');
  if (isLive && hasSynced) {
    if (health === 'Healthy') return { kind: 'healthy' };
    const reason = `it is ${health ?? 'of unknown health'}${healthMessage === undefined ? '' : `: ${healthMessage}`}`;
    return health === 'Degraded' ? { kind: 'failed', reason, isOfImage: true } : { kind: 'synced', reason };
  }
  if (isNewSync && ['Failed', 'Error'].includes(operation.phase)) {
    return { kind: 'failed', reason: `the sync failed: ${operation.message ?? operation.phase}`, isOfImage: true };
  }
  if (!application.automated) return { kind: 'committed', reason: 'Argo CD does not sync it by itself' };
  const what = isLive ? `it is ${sync ?? 'not compared yet'}` : 'the image is not live yet';
  return { kind: 'committed', reason: what };
}

/** Whether images run, as far as what is live tells. */
export function areLive({ status }: Pick<Application, 'status'>, images: readonly WrittenImage[]): boolean {
  return images.every((image) => isIn(status?.images ?? [], image));
}

/** An image whose repository nothing live is of cannot be seen there: the sync alone speaks for it. */
function isIn(live: readonly string[], { repository, tag, digest }: WrittenImage): boolean {
  const same = live.flatMap((text) => {
    const reading = readImageReference(text);
    return reading.kind === 'reference' && formatRepository(reading.reference) === repository
      ? [reading.reference]
      : [];
  });
  if (same.length === 0) return true;
  return same.some((one) =>
    digest !== undefined && one.digest !== undefined ? one.digest === digest : one.tag === tag,
  );
}

/** Nothing says what is live: that is no failure, however long it lasts. */
const unseen: RolloutVerdict = {
  kind: 'committed',
  reason: 'the Application is read from a file, which does not say what is live',
};
