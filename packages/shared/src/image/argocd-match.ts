import type { ArgocdImage, ArgocdTag } from './argocd-image.js';

/** An image that Kustomize may call by another name in the manifests. */
export interface ArgocdConfiguredImage extends ArgocdImage {
  readonly kustomizeImage?: ArgocdConfiguredImage | undefined;
}

/** Whether two tags are the same to argocd-image-updater: by digest where either has one, else by name. */
export function argocdTagsEqual(a: ArgocdTag, b: ArgocdTag): boolean {
  return a.digest !== '' || b.digest !== '' ? a.digest === b.digest : a.name === b.name;
}

/** Whether two images differ in registry or name, or, where `checkVersion` is set, in the name of their tags. */
export function argocdImagesDiffer(a: ArgocdImage, b: ArgocdImage, checkVersion: boolean): boolean {
  return !sameName(a, b) || (checkVersion && a.tag?.name !== b.tag?.name);
}

/**
 * Position in `list` of the first image with the registry and name of `image`, or -1. The name that Kustomize uses is tried first, since
 * that is what an application runs under.
 */
export function findArgocdImage(
  list: readonly ArgocdConfiguredImage[],
  image: ArgocdConfiguredImage,
  checkVersion: boolean,
): number {
  const byKustomize =
    image.kustomizeImage === undefined ? -1 : findArgocdImage(list, image.kustomizeImage, checkVersion);
  return byKustomize !== -1 ? byKustomize : list.findIndex((one) => !argocdImagesDiffer(one, image, checkVersion));
}

/**
 * Position in `list` of the running image that the digest strategy should compare with, or -1: one with the followed tag, the outdated
 * ones first, or else one without a tag name whose digest is not the newest.
 */
export function findForDigestUpdate(list: readonly ArgocdImage[], image: ArgocdImage, latestDigest: string): number {
  const followed = (one: ArgocdImage): boolean => sameName(one, image) && one.tag?.name === image.tag?.name;
  const outdated = (one: ArgocdImage): boolean => one.tag?.digest !== latestDigest;
  const preferences: readonly ((one: ArgocdImage) => boolean)[] = [
    (one) => followed(one) && outdated(one),
    followed,
    (one) => sameName(one, image) && one.tag?.name === '' && one.tag.digest !== '' && outdated(one),
  ];
  return preferences.reduce((found, matches) => (found === -1 ? list.findIndex(matches) : found), -1);
}

function sameName(a: ArgocdImage, b: ArgocdImage): boolean {
  return a.registryUrl === b.registryUrl && a.imageName === b.imageName;
}
