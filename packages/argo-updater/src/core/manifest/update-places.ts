import { formatRepository } from '@towline/shared/image';
import type { ImageUpdate } from './image-site.js';
import { referenceIn, tagText } from './image-version.js';
import { kustomizeName } from './lists/kustomize-list.js';
import { type Attempt, done, refused } from './manifest-finding.js';

/** How a place is told from others, and where a conflict is told of. */
export interface PlaceContext {
  /** Two updates with the same identity go to the same place. */
  readonly identity: (update: ImageUpdate) => string;
  readonly at: string;
  readonly compat: boolean;
}

/**
 * The updates, one for each place. Two versions for one place are refused, since what is written would depend on the order of the image list;
 * under `compat` the last one counts.
 */
export function oneForEachPlace(
  updates: readonly ImageUpdate[],
  { identity, at, compat }: PlaceContext,
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
  return done([...seen.values()]);
}

/** The name by which Kustomize knows an image, in whatever spelling; under `compat` every spelling is a name of its own. */
export function kustomizeIdentity({ image }: ImageUpdate, compat: boolean): string {
  const name = kustomizeName(image);
  const reference = compat ? undefined : referenceIn(name);
  return reference ? formatRepository(reference) : name;
}
