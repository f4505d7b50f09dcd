import { type ArgocdImage, argocdName } from '@towline/shared/image';

/** Whether two entries of a `kustomize.images` list override the same image: by the name that the base uses, which an alias is. */
export function sameKustomizeImage(a: ArgocdImage, b: ArgocdImage): boolean {
  return overriddenName(a) === overriddenName(b);
}

function overriddenName(image: ArgocdImage): string {
  return (image.alias || argocdName(image)).replace(/^docker\.io\//, '');
}
