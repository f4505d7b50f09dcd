import type { Platform } from '@towline/shared/image';

const prefix = '_towline-leg_';

/** One build for one platform. */
export interface Leg {
  readonly sha: string;
  readonly buildNumber: number;
  readonly platform: Platform;
}

/**
 * The tag under which the image of one platform waits for the index: no version, no commit, no branch. The number of the build keeps two
 * builds of a commit apart, and an immutable repository content.
 */
export function legTag({ sha, buildNumber, platform }: Leg): string {
  const { os, architecture, variant } = platform;
  const name = [os, architecture, ...(variant === undefined ? [] : [variant])].join('-');
  return `${prefix}${sha}_${buildNumber}_${name}`;
}

/** Whether a tag was made by {@link legTag}: such an image is one part of a whole. */
export function isLegTag(tag: string): boolean {
  return tag.startsWith(prefix);
}
