import { type ImageReference, sameRepository } from '@towline/shared/image';
import type { ImageVersion } from '../manifest/image-version.js';

import type { ImageQuestion } from './image-question.js';
import { liveVersion, peerLiveImage, versionOf } from './live-version.js';
import { peerNeedsUpdate } from './peer-needs-update.js';
import { holdsWanted, isWanted } from './wanted-version.js';

/** What is there in place of a version that is wanted. */
export interface PlacedVersion {
  /** Undefined where nothing says it. */
  readonly from: ImageVersion | undefined;
  /** Whether there is nothing to write. */
  readonly isWanted: boolean;
  /** Whether `from` is of the wanted image, so that the two can be compared. */
  readonly isComparable: boolean;
}

/** What Git holds in place of a version or, where it holds nothing yet, what is live. */
export function placedVersion({ image, application, held }: ImageQuestion, to: ImageVersion): PlacedVersion {
  const comparison = { image, to, compat: false };
  const there = held.filter((one) => one !== undefined);
  if (there.length === 0) {
    const from = liveVersion(application, image);
    return { from, isWanted: from !== undefined && isWanted(from, comparison), isComparable: from !== undefined };
  }
  const outdated = there.find((one) => !holdsWanted(one, comparison));
  const from = outdated ?? there[0];
  return {
    from: from && versionIn(from),
    isWanted: outdated === undefined && there.length === held.length,
    isComparable: from !== undefined && sameRepository(from, image.repository),
  };
}

/** argocd-image-updater goes by what is live; what is written already only keeps it from writing the same again. */
export function peerPlacedVersion({ image, application, held }: ImageQuestion, to: ImageVersion): PlacedVersion {
  const live = peerLiveImage(application, image, to.digest ?? '');
  const isDue = peerNeedsUpdate({
    live,
    configured: image.argocd,
    latest: { name: to.tag ?? '', digest: to.digest ?? '' },
    strategy: image.policy.order.kind,
  });
  const comparison = { image, to, compat: true };
  const isWritten = held.length > 0 && held.every((one) => one !== undefined && holdsWanted(one, comparison));
  const from = versionOf(live);
  return { from, isWanted: !isDue || isWritten, isComparable: from !== undefined };
}

/** A reference has more than a version. */
function versionIn({ tag, digest }: ImageReference): ImageVersion {
  return { tag, digest };
}
