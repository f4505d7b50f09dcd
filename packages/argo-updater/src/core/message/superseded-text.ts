import type { ImageOutcome } from '../plan/image-outcome.js';
import { describeVersion } from '../plan/wanted-version.js';

/** What a request is told that nobody needs any more. */
export interface SupersededQuestion {
  readonly base: string;
  /** What became of the images that it is for. */
  readonly images: readonly ImageOutcome[];
  /** Whether its branch stays, since somebody else has pushed to it. */
  readonly isShared: boolean;
}

/** Why a request of ours is closed: what its base has of each image. */
export function supersededText({ base, images, isShared }: SupersededQuestion): string {
  const lines = [...new Set(images.flatMap(lineOf))];
  const stays = isShared ? ['', 'Its branch stays, since somebody else has pushed to it.'] : [];
  return [`Closed by argo-updater: \`${base}\` has what this is for, or something newer.`, '', ...lines, ...stays].join(
    '\n',
  );
}

/** Whether the base has an image already that a request could be for, or a newer one. */
export function isInBase(image: ImageOutcome): boolean {
  return image.kind === 'current' || (image.kind === 'refused' && image.rule === 'downgrade');
}

function lineOf(image: ImageOutcome): readonly string[] {
  const { name } = image.image;
  if (image.kind === 'current') return [`- ${name}: ${describeVersion(image.version)}`];
  return image.kind === 'refused' ? [`- ${name}: ${image.reason}`] : [];
}

/** Why a request of argocd-image-updater is closed: one of ours, from this branch, has its place. */
export function replacedText(branch: string): string {
  return `Closed by argo-updater, which keeps one request for this target up to date, from the branch \`${branch}\`.`;
}
