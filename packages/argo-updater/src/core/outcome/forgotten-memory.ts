import type { Application } from '../application/application.js';
import { isSameHeld } from '../hold/past.js';
import type { DecidedImage } from '../live/decided-image.js';
import { beginMemory, rolloutOf } from './begin-memory.js';
import type { DeliveryMemory } from './delivery-memory.js';
import type { LastWrite, TrailerImage } from './last-writes.js';
import { areLive } from './rollout.js';

/** Where an Application stands, and what of it is remembered. */
export interface Remembered {
  readonly application: Application;
  /** As they were decided now: what stands in Git. */
  readonly images: readonly DecidedImage[];
  readonly before: DeliveryMemory | undefined;
}

/**
 * A delivery that is in Git and that nobody remembers, since whoever made it was ended first. Undefined where it is remembered, where something
 * else stands there by now, and where nothing can be remembered of the Application.
 */
export function forgottenMemory(
  { commit, branch, at, images: written }: LastWrite,
  { application, images, before }: Remembered,
): DeliveryMemory | undefined {
  if (application.origin.kind !== 'cluster' || before?.commit === commit) return undefined;
  const standing = written.flatMap((one) => images.filter((image) => isStanding(image, one)).map(changed(one)));
  if (standing.length < written.length || standing.every((image) => isKnown(image, before))) return undefined;
  const delivery = { application, images: standing, at, commit, branch, takesBack: false } as const;
  const begun = beginMemory({ ...delivery, state: 'written' }, before);
  // How it was before the delivery cannot be seen any more once that is live.
  const isLive = areLive(application, rolloutOf(begun).images);
  const { syncBefore = '' } = begun;
  return {
    ...begun,
    syncBefore: Date.parse(syncBefore) >= secondOf(at) ? undefined : begun.syncBefore,
    degradedBefore: begun.degradedBefore && !isLive,
    brokenBefore: begun.brokenBefore && !isLive,
  };
}

function isStanding({ repository, deployed = '' }: DecidedImage, { name, to }: TrailerImage): boolean {
  return `/${repository}`.endsWith(`/${name}`) && isSameHeld(deployed, to);
}

function changed({ from }: TrailerImage): (image: DecidedImage) => DecidedImage {
  return (image) => ({ ...image, deployed: from, wanted: image.deployed });
}

function isKnown({ label, wanted }: DecidedImage, before: DeliveryMemory | undefined): boolean {
  const known = before?.images.find((image) => image.label === label);
  return known !== undefined && before?.state !== 'unwritten' && isSameHeld(known.to, wanted ?? '');
}

/** Kubernetes tells whole seconds. */
function secondOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000) * 1_000;
}
