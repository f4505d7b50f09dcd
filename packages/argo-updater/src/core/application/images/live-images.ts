import {
  type ArgocdImage,
  findArgocdImage,
  type ImageRepository,
  parseArgocdImage,
  readImageReference,
  sameRepository,
} from '@towline/shared/image';
import type { ManagedImage } from './managed-image.js';

/** An image that is live, or is taken to be so. */
export interface LiveImage {
  /** As argocd-image-updater sees it; the tag is undefined where nothing is known of the version. */
  readonly argocd: ArgocdImage;
  /** Undefined where the live name is none that a registry could have. */
  readonly repository: ImageRepository | undefined;
}

/** What is live, by the status of the Application, and what is forced to be looked at although it is not. */
export function liveImages(
  status: readonly string[],
  images: readonly ManagedImage[],
  compat = false,
): readonly LiveImage[] {
  const live = status.map((text): LiveImage => {
    const reading = readImageReference(text);
    return { argocd: parseArgocdImage(text), repository: reading.kind === 'reference' ? reading.reference : undefined };
  });
  for (const image of images) {
    // The constraint of the image is no version that could be live.
    if (image.force && findLiveImage(live, image, compat) === undefined) {
      const { alias, registryUrl, imageName } = image.argocd;
      live.push({ argocd: { alias, registryUrl, imageName, tag: undefined }, repository: image.repository });
    }
  }
  return live;
}

/**
 * The first live image of the repository of `image`, or of the one that Kustomize knows it by. Under `compat` the names must be spelled
 * alike: `docker.io/nginx` is not `nginx` then.
 */
export function findLiveImage(live: readonly LiveImage[], image: ManagedImage, compat = false): LiveImage | undefined {
  if (compat)
    return live[
      findArgocdImage(
        live.map(({ argocd }) => argocd),
        image.argocd,
        false,
      )
    ];
  const kustomize = image.target.kind === 'kustomize' ? repositoryOf(image.target.name) : undefined;
  return (kustomize && findRepository(live, kustomize)) ?? findRepository(live, image.repository);
}

function findRepository(live: readonly LiveImage[], repository: ImageRepository): LiveImage | undefined {
  return live.find((one) => one.repository !== undefined && sameRepository(one.repository, repository));
}

function repositoryOf(name: string): ImageRepository | undefined {
  const reading = readImageReference(name);
  return reading.kind === 'reference' ? reading.reference : undefined;
}

/** An image and what of it is live. */
export interface LivePair {
  readonly image: ManagedImage;
  readonly live: LiveImage;
}

/** The images that are live, each with the live one, in the order in which they were listed. Several aliases may share a live image. */
export function pairWithLive(
  live: readonly LiveImage[],
  images: readonly ManagedImage[],
  compat = false,
): readonly LivePair[] {
  return images.flatMap((image) => {
    const found = findLiveImage(live, image, compat);
    return found ? [{ image, live: found }] : [];
  });
}
