import type { RegistryState } from '../state/registry-state.js';
import { buildImage, type ImageRecipe } from './build-image.js';

/** An image to put together, and where and when it was pushed. */
export interface ImageToSeed extends ImageRecipe {
  readonly repository: string;
  readonly tags: readonly string[];
  /** Milliseconds since the epoch; now where absent. */
  readonly pushedAt?: number | undefined;
}

/** Puts an image straight into a fake's state, without a request: for thousands of tags, and for push times of the past. */
export async function seedImage(state: RegistryState, image: ImageToSeed): Promise<string> {
  const { repository, tags, pushedAt, ...recipe } = image;
  const { blobs, children, root } = buildImage(recipe);
  if (!state.repositories.has(repository)) state.repositories.create(repository);
  for (const { digest, bytes } of blobs) {
    const address = { repository, digest };
    if (!(await state.hasBlob(address))) await state.writeBlob(address, bytes);
  }
  for (const { mediaType, bytes } of children) await state.putManifest({ repository, mediaType, bytes, pushedAt });
  for (const tag of tags.length === 0 ? [undefined] : tags) {
    await state.putManifest({ repository, tag, mediaType: root.mediaType, bytes: root.bytes, pushedAt });
  }
  return root.digest;
}
