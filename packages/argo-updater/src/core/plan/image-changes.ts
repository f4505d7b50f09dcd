import type { ImageVersion } from '../manifest/image-version.js';
import type { ImageChange, TagChange } from '../message/image-change.js';
import type { ImageOutcome, OutcomeOf } from './image-outcome.js';

/** What changes, as the data of commit messages and branch names. */
export function imageChanges(images: readonly ImageOutcome[]): readonly ImageChange[] {
  return images.filter(isChange).map(({ image, from, to, labels }) => ({
    name: image.argocd.imageName,
    alias: image.alias || undefined,
    from: tagChange(from),
    to: tagChange(to),
    labels,
  }));
}

/** Whether an outcome is a change. */
export function isChange(outcome: ImageOutcome): outcome is OutcomeOf<'change'> {
  return outcome.kind === 'change';
}

function tagChange({ tag = '', digest }: ImageVersion = {}): TagChange {
  return { name: tag, digest };
}
