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

/** What each operation of ECR takes, as far as the registry reads it. */
export const ecrSchemas = {
  repository: z.object(base),
  describeRepositories: z.object({
    registryId,
    repositoryNames: z.array(repositoryName).optional(),
    ...page,
  }),
  createRepository: z.object({
    ...base,
    imageTagMutability: mutability.optional(),
    imageTagMutabilityExclusionFilters: exclusions.optional(),
    imageScanningConfiguration: z.object({ scanOnPush: z.boolean().optional() }).optional(),
  }),
  deleteRepository: z.object({ ...base, force: z.boolean().optional() }),
  putMutability: z.object({
    ...base,
    imageTagMutability: mutability,
    imageTagMutabilityExclusionFilters: exclusions.optional(),
  }),
  putLifecyclePolicy: z.object({ ...base, lifecyclePolicyText: z.string().min(2) }),
  describeImages: z.object({
    ...base,
    ...page,
    imageIds: z.array(imageId).min(1).max(100).optional(),
    filter: z.object({ tagStatus: tagStatus.optional() }).optional(),
  }),
  listImages: z.object({
    ...base,
    ...page,
    filter: z.object({ tagStatus: tagStatus.optional() }).optional(),
  }),
  imageIds: z.object({
    ...base,
    imageIds: z.array(imageId).min(1).max(100),
    acceptedMediaTypes: z.array(z.string()).optional(),
  }),
  putImage: z.object({
    ...base,
    imageManifest: z.string().min(1),
    imageManifestMediaType: z.string().optional(),
    imageTag: z.string().optional(),
    imageDigest: z.string().optional(),
  }),
  layer: z.object({ ...base, layerDigest: z.string() }),
  layers: z.object({ ...base, layerDigests: z.array(z.string()).min(1).max(100) }),
  layerPart: z.object({
    ...base,
    uploadId: z.string(),
    partFirstByte: z.number().int().min(0),
    partLastByte: z.number().int().min(0),
    layerPartBlob: z.string(),
  }),
  completeUpload: z.object({
    ...base,
    uploadId: z.string(),
    layerDigests: z.array(z.string()).min(1),
  }),
  anything: z.object({}),
};
