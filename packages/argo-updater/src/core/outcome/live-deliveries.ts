import { formatRepository, readImageReference } from '@towline/shared/image';
import { type Application, applicationKey } from '../application/application.js';
import type { DeliveryState } from './delivery-record.js';
import { matchesSha } from './matches-sha.js';
import { judgeRollout, startRollout } from './rollout.js';

/** What the cluster alone says of an image. */
export interface LiveDelivery {
  readonly application: string;
  readonly image: string;
  readonly state: DeliveryState;
  readonly reason: string | undefined;
}

/** How long an Application that is Degraded at first may stay so. */
const settleMs = 30_000;

/**
 * What an Application says of a commit, or of what it runs where none is asked for: the images that were built from it, or all of them
 * where it is the manifest commit. Empty where nothing of it is live.
 */
export function liveDeliveries(
  application: Application,
  { sha, since, now }: { readonly sha: string | undefined; readonly since: number; readonly now: number },
): readonly LiveDelivery[] {
  const { status } = application;
  const references = (status?.images ?? []).flatMap((text) => {
    const reading = readImageReference(text);
    return reading.kind === 'reference' ? [reading.reference] : [];
  });
  const isCompared = status?.revisions.some((revision) => sha !== undefined && revision.startsWith(sha)) ?? false;
  const meant = references.filter(
    ({ tag }) => sha === undefined || isCompared || matchesSha({ tag, revision: undefined, commit: undefined }, sha),
  );
  const rollout = { ...startRollout(application, [], since), syncBefore: undefined };
  const limits = { timeoutMs: Number.POSITIVE_INFINITY, settleMs };
  const { verdict } = judgeRollout(rollout, application, { now, limits });
  return meant.map((reference) => ({
    application: applicationKey(application),
    image: `${formatRepository(reference)}${reference.tag === undefined ? '' : `:${reference.tag}`}`,
    state: verdict.kind,
    reason: 'reason' in verdict ? verdict.reason : undefined,
  }));
}
