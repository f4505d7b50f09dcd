import { formatPlatform, type GitSha, parsePlatform } from '@towline/shared/image';
import { legTag } from '../../core/publish/leg-tag.js';
import type { RunPart } from '../../core/run/run-image.js';
import { machinePlatform } from '../image/towline-builder.js';

/** One image of one platform: what an engine builds at a time. */
export interface PartVariant {
  readonly tag: string;
  /** That of this machine where absent. */
  readonly platform: string | undefined;
}

/** The images that a part is made of: one for each of its platforms. */
export function variantsOf(
  { tag, platforms }: RunPart,
  build: { readonly sha: GitSha; readonly buildNumber: number },
): readonly PartVariant[] {
  if (platforms.length < 2) return [{ tag, platform: platforms[0] }];
  return platforms.map((platform) => ({ tag: legTag({ ...build, platform: parsePlatform(platform) }), platform }));
}

/** The one of several that this machine can run; the first where there is none. */
export function runnableOf<Variant extends PartVariant>(variants: readonly Variant[]): Variant | undefined {
  const own = formatPlatform(machinePlatform());
  return variants.find(({ platform }) => platform === undefined || platform === own) ?? variants[0];
}
