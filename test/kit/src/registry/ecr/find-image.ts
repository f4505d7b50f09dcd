import type { ImageRecord } from '../state/image-record.js';
import type { RepositoryRecord } from '../state/repository-record.js';
import type { ImageId } from './schema.js';

/** Why one image of a batch was not found. */
export interface ImageFailure {
  readonly imageId: ImageId;
  readonly failureCode: string;
  readonly failureReason: string;
}

/** The image that an id of ECR means: by tag, by digest, or by both where they agree. */
export function findImage(
  { images, tags }: RepositoryRecord,
  id: ImageId,
): { readonly image: ImageRecord } | ImageFailure {
  const { imageDigest, imageTag } = id;
  const fail = (failureCode: string, failureReason: string) => ({ imageId: id, failureCode, failureReason });
  if (imageDigest === undefined && imageTag === undefined) {
    return fail('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null');
  }
  const digest = imageTag === undefined ? imageDigest : tags.get(imageTag);
  const image = images.get(digest ?? '');
  if (image === undefined) return fail('ImageNotFound', 'Requested image not found');
  if (imageDigest !== undefined && imageDigest !== digest) {
    return fail('ImageTagDoesNotMatchDigest', 'Requested tag does not match the digest');
  }
  return { image };
}
