import { formatRepository } from '@towline/shared/image';
import type { ImageUpdate } from './image-site.js';
import { referenceIn, tagText } from './image-version.js';
import { type Attempt, done, refused } from './manifest-finding.js';

/** How a place is told from others, and what a conflict is told of. */
export interface ConflictContext {
  /** Two updates with the same identity go to the same place. */
  readonly identity: (update: ImageUpdate) => string;
  readonly at: string;
  /** Whether the last update simply wins, as at argocd-image-updater. */
  readonly compat: boolean;
}

/** Refuses updates that give one place two versions: what is written would depend on the order of the image list. */
export function refuseConflicts(
  updates: readonly ImageUpdate[],
  { identity, at, compat }: ConflictContext,
): Attempt<readonly ImageUpdate[]> {
  const seen = new Map<string, ImageUpdate>();
  for (const update of updates) {
    const key = identity(update);
    const other = seen.get(key);
    if (other && !compat && tagText(other.to) !== tagText(update.to)) {
      return refused({
        code: 'image-site-conflict',
        at,
        message: `${other.image.label} and ${update.image.label} are one image here, and want ${tagText(other.to)} and ${tagText(update.to)}`,
        fix: 'Keep one of them, or give each a name of its own by which the manifests know it.',
      });
    }
    seen.set(key, update);
  }
  return done(updates);
}

/** A name in whatever spelling as one key. */
export function nameIdentity(name: string): string {
  const reference = referenceIn(name);
  return reference ? formatRepository(reference) : name;
}
