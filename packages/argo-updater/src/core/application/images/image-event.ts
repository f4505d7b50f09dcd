import { type ImageRepository, sameRepository } from '@towline/shared/image';
import type { ManagedImage } from './managed-image.js';

/**
 * Whether news of a repository is news of an image. Under `compat` an image that is written without a registry takes the news of every
 * registry that has a repository of its name.
 */
export function concernsImage(image: ManagedImage, repository: ImageRepository, compat = false): boolean {
  const { registryUrl, imageName } = image.argocd;
  return (
    sameRepository(image.repository, repository) || (compat && registryUrl === '' && imageName === repository.path)
  );
}
