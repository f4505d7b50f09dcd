import { z } from 'zod';

const repositoryName = z.string().min(2).max(256);
const registryId = z.string().optional();
const base = { registryId, repositoryName };
const imageId = z.object({ imageDigest: z.string().optional(), imageTag: z.string().optional() });
const tagStatus = z.enum(['TAGGED', 'UNTAGGED', 'ANY']);
const page = { nextToken: z.string().optional(), maxResults: z.number().int().min(1).max(1000).optional() };
const mutability = z.enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION']);
const exclusions = z.array(z.object({ filterType: z.literal('WILDCARD'), filter: z.string() })).max(5);

/** An image as ECR's requests name it. */
export type ImageId = z.infer<typeof imageId>;

export const repositorySchema = z.object(base);
export const describeRepositoriesSchema = z.object({
  registryId,
  repositoryNames: z.array(repositoryName).optional(),
  ...page,
});
export const createRepositorySchema = z.object({
  ...base,
  imageTagMutability: mutability.optional(),
  imageTagMutabilityExclusionFilters: exclusions.optional(),
  imageScanningConfiguration: z.object({ scanOnPush: z.boolean().optional() }).optional(),
});
export const deleteRepositorySchema = z.object({ ...base, force: z.boolean().optional() });
export const putMutabilitySchema = z.object({
  ...base,
  imageTagMutability: mutability,
  imageTagMutabilityExclusionFilters: exclusions.optional(),
});
export const putLifecyclePolicySchema = z.object({ ...base, lifecyclePolicyText: z.string().min(2) });
export const describeImagesSchema = z.object({
  ...base,
  ...page,
  imageIds: z.array(imageId).min(1).max(100).optional(),
  filter: z.object({ tagStatus: tagStatus.optional() }).optional(),
});
export const listImagesSchema = z.object({
  ...base,
  ...page,
  filter: z.object({ tagStatus: tagStatus.optional() }).optional(),
});
export const imageIdsSchema = z.object({
  ...base,
  imageIds: z.array(imageId).min(1).max(100),
  acceptedMediaTypes: z.array(z.string()).optional(),
});
export const putImageSchema = z.object({
  ...base,
  imageManifest: z.string().min(1),
  imageManifestMediaType: z.string().optional(),
  imageTag: z.string().optional(),
  imageDigest: z.string().optional(),
});
export const layerSchema = z.object({ ...base, layerDigest: z.string() });
export const layersSchema = z.object({ ...base, layerDigests: z.array(z.string()).min(1).max(100) });
export const layerPartSchema = z.object({
  ...base,
  uploadId: z.string(),
  partFirstByte: z.number().int().min(0),
  partLastByte: z.number().int().min(0),
  layerPartBlob: z.string(),
});
export const completeUploadSchema = z.object({
  ...base,
  uploadId: z.string(),
  layerDigests: z.array(z.string()).min(1),
});
export const anythingSchema = z.object({});
