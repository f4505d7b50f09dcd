import { AwsError } from '../../aws/aws-error.js';
import { type Operation, operation } from '../../aws/json-protocol.js';
import { childrenOf, type ImageRecord, sizeOf } from '../state/image-record.js';
import type { ManifestUpload } from '../state/registry-state.js';
import { type RepositoryRecord, tagsByDigest } from '../state/repository-record.js';
import type { EcrContext } from './ecr-context.js';
import { findImage, type ImageFailure } from './find-image.js';
import { pageOf } from './page.js';
import { ecrSchemas, type ImageId } from './schema.js';

type TagStatus = 'TAGGED' | 'UNTAGGED' | 'ANY' | undefined;

/** The operations about images. */
export function imageOperations(context: EcrContext): Readonly<Record<string, Operation>> {
  const { state, accountId } = context;
  const { repositories } = state;
  return {
    DescribeImages: operation(ecrSchemas.describeImages, ({ repositoryName, imageIds, filter, ...request }) => {
      const repository = repositories.find(repositoryName);
      const tags = tagsByDigest(repository);
      const details = (image: ImageRecord) => describeImage({ accountId, repositoryName, image, tags });
      if (imageIds !== undefined) {
        if (request.nextToken !== undefined || request.maxResults !== undefined) {
          throw new AwsError(
            'InvalidParameterException',
            'imageIds cannot be used together with nextToken or maxResults',
          );
        }
        return { imageDetails: [...wanted(context, repository, imageIds)].map(details) };
      }
      const images = [...repository.images.values()].filter(({ digest }) => isIn(filter?.tagStatus, tags.has(digest)));
      const { page, next } = pageOf(images, ({ digest }) => digest, request);
      return { imageDetails: page.map(details), ...next };
    }),
    ListImages: operation(ecrSchemas.listImages, ({ repositoryName, filter, ...request }) => {
      const ids = allIds(repositories.find(repositoryName));
      const chosen = ids.filter(({ imageTag }) => isIn(filter?.tagStatus, imageTag !== undefined));
      const { page, next } = pageOf(chosen, ({ imageDigest, imageTag }) => `${imageDigest} ${imageTag ?? ''}`, request);
      return { imageIds: page, ...next };
    }),
    BatchGetImage: operation(ecrSchemas.imageIds, ({ repositoryName, imageIds }) => {
      const { found, failures } = sort(repositories.find(repositoryName), imageIds);
      const images = found.map(({ id, image }) => imageOf({ accountId, repositoryName, image, tag: id.imageTag }));
      return { images, failures };
    }),
    BatchDeleteImage: operation(ecrSchemas.imageIds, async ({ repositoryName, imageIds }) => {
      const repository = repositories.find(repositoryName);
      const { found, failures } = sort(repository, imageIds);
      const deleted: ImageId[] = [];
      for (const { id, image } of found) {
        if (isChild(repository, image.digest) && id.imageTag === undefined) {
          failures.push(referencedFailure(id));
          continue;
        }
        await state.deleteImage(repositoryName, id.imageTag ?? image.digest);
        deleted.push({ imageDigest: image.digest, ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }) });
      }
      return { imageIds: deleted, failures };
    }),
    PutImage: operation(ecrSchemas.putImage, async (input) => {
      const { repositoryName, imageManifest, imageTag, imageDigest } = input;
      const bytes = Buffer.from(imageManifest);
      const mediaType = input.imageManifestMediaType ?? mediaTypeIn(imageManifest);
      const upload = { repository: repositoryName, tag: imageTag, digest: imageDigest, mediaType, bytes };
      const { image, outcome } = await state.putManifest(upload);
      if (outcome === 'unchanged') throw unchanged(accountId, upload, image.digest);
      return { image: imageOf({ accountId, repositoryName, image, tag: imageTag }) };
    }),
  };
}

function isIn(status: TagStatus, tagged: boolean): boolean {
  return status === undefined || status === 'ANY' || (status === 'TAGGED') === tagged;
}

/** Each tag with its digest, and the digests without any. */
function allIds(repository: RepositoryRecord): readonly ImageId[] {
  const tags = tagsByDigest(repository);
  return [...repository.images.keys()].flatMap((imageDigest): readonly ImageId[] =>
    (tags.get(imageDigest) ?? [undefined]).map((imageTag) =>
      imageTag === undefined ? { imageDigest } : { imageDigest, imageTag },
    ),
  );
}

interface Described {
  readonly accountId: string;
  readonly repositoryName: string;
  readonly image: ImageRecord;
}

function describeImage({
  accountId,
  repositoryName,
  image,
  tags,
}: Described & { tags: ReadonlyMap<string, readonly string[]> }) {
  const { digest, mediaType, pushedAt, manifest } = image;
  const imageTags = tags.get(digest);
  return {
    registryId: accountId,
    repositoryName,
    imageDigest: digest,
    ...(imageTags === undefined ? {} : { imageTags }),
    imageSizeInBytes: sizeOf(image),
    imagePushedAt: pushedAt / 1000,
    imageManifestMediaType: mediaType,
    artifactMediaType: manifest.artifactType ?? manifest.config?.mediaType,
  };
}

function imageOf({ accountId, repositoryName, image, tag }: Described & { tag: string | undefined }) {
  const { digest, mediaType, bytes } = image;
  return {
    registryId: accountId,
    repositoryName,
    imageId: { imageDigest: digest, ...(tag === undefined ? {} : { imageTag: tag }) },
    imageManifest: bytes.toString('utf8'),
    imageManifestMediaType: mediaType,
  };
}

/** What batch calls find, and the failures that they answer for the rest. */
function sort(repository: RepositoryRecord, imageIds: readonly ImageId[]) {
  const results = imageIds.map((id) => ({ id, result: findImage(repository, id) }));
  return {
    found: results.flatMap(({ id, result }) => ('image' in result ? [{ id, image: result.image }] : [])),
    failures: results.flatMap(({ result }): ImageFailure[] => ('failureCode' in result ? [result] : [])),
  };
}

/** The images of a describe, once each; one that is missing fails the whole call, as at ECR. */
function wanted(
  { accountId }: EcrContext,
  repository: RepositoryRecord,
  imageIds: readonly ImageId[],
): ReadonlySet<ImageRecord> {
  const images = imageIds.map((id) => {
    const result = findImage(repository, id);
    if ('image' in result) return result.image;
    const what = `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`;
    const where = `within the repository with name '${repository.name}' in the registry with id '${accountId}'`;
    throw new AwsError('ImageNotFoundException', `The image with imageId ${what} does not exist ${where}`);
  });
  return new Set(images);
}

function isChild(repository: RepositoryRecord, digest: string): boolean {
  return [...repository.images.values()].some((image) => childrenOf(image).includes(digest));
}

function referencedFailure(imageId: ImageId): ImageFailure {
  const failureReason = 'Requested image referenced by manifest list';
  return { imageId, failureCode: 'ImageReferencedByManifestList', failureReason };
}

function mediaTypeIn(manifest: string): string {
  const value: unknown = JSON.parse(manifest);
  const found = typeof value === 'object' && value !== null && 'mediaType' in value ? value.mediaType : undefined;
  return typeof found === 'string' ? found : 'application/vnd.docker.distribution.manifest.v2+json';
}

function unchanged(accountId: string, { repository, tag }: ManifestUpload, digest: string): AwsError {
  return new AwsError(
    'ImageAlreadyExistsException',
    `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${repository}' in registry with id '${accountId}'`,
  );
}
