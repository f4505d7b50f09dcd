import { type GitSha, type ImageRepository, parsePlatform } from '@towline/shared/image';
import type { Image } from '../pipeline/model/image.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { legTag } from '../publish/leg-tag.js';
import { hostOf, repositoryOf } from '../render/address.js';

/** One image that a builder makes: the whole of it, or its part for one platform. */
export interface RunPart {
  /** For people, and for names of stages. */
  readonly title: string;
  readonly repository: ImageRepository;
  /** What it is called until it is published; that of a part is where it waits for the index. */
  readonly tag: string;
  /** The platforms it is built for; that of this machine where there is none. */
  readonly platforms: readonly string[];
  readonly image: Image;
}

/** An image of a run. */
export interface RunImage {
  readonly image: Image;
  readonly repository: ImageRepository;
  /** Several become one index. */
  readonly parts: readonly RunPart[];
}

/** The images of a pipeline, for one build of a commit. */
export function runImages(
  { images, publication: { registry } }: Pick<Pipeline, 'images' | 'publication'>,
  { sha, buildNumber }: { readonly sha: GitSha; readonly buildNumber: number },
): readonly RunImage[] {
  return images.map((image) => {
    const repository = { host: hostOf(registry), path: repositoryOf(registry, image) };
    const { platforms } = image;
    if (platforms.kind !== 'apart') {
      const of = platforms.kind === 'together' ? platforms.of : [];
      return { image, repository, parts: [{ title: image.name, repository, tag: sha, platforms: of, image }] };
    }
    const parts = platforms.legs.map(({ platform }) => ({
      title: `${image.name} ${platform}`,
      repository,
      tag: legTag({ sha, buildNumber, platform: parsePlatform(platform) }),
      platforms: [platform],
      image,
    }));
    return { image, repository, parts };
  });
}
