import type { Candidate } from '@towline/shared/policy';
import type { ManagedImage } from '../application/images/managed-image.js';
import { wantsDigest } from './wanted-version.js';

/** Whether an image may have to be looked at, whatever is chosen. */
export function mayNeedInspection(image: ManagedImage): boolean {
  return wantsDigest(image) || image.platforms.length > 0 || image.verification !== undefined;
}

/**
 * Whether the chosen image must be looked at before it can be written: its digest, where one is written and the listing has none, or its
 * platforms, where some were declared. argocd-image-updater does not look: platforms are part of its choice, and only in some strategies.
 */
export function inspectionNeeded(image: ManagedImage, chosen: Candidate, compat: boolean): boolean {
  // What was signed is a digest.
  if (image.verification !== undefined && chosen.digest === undefined) return true;
  const lacksDigest = wantsDigest(image) && chosen.digest === undefined;
  const lacksPlatforms = image.platforms.length > 0 && chosen.platforms === undefined;
  return compat ? lacksDigest && image.pin === 'digest' : lacksDigest || lacksPlatforms;
}
