export {
  type ArgocdImage,
  type ArgocdTag,
  argocdName,
  argocdNameWithTag,
  argocdTagWithDigest,
  formatArgocdImage,
  hasRegistryPrefix,
  parseArgocdImage,
  shortForm,
} from './argocd-image.js';
export {
  type ArgocdConfiguredImage,
  argocdImagesDiffer,
  argocdTagsEqual,
  findArgocdImage,
  findForDigestUpdate,
} from './argocd-match.js';
export { type Digest, parseDigest } from './digest.js';
export { type EcrHost, parseEcrHost } from './ecr-host.js';
export { type GitSha, parseGitSha } from './git-sha.js';
export { ImageError, type ImageErrorCode, imageErrorCodes } from './image-error.js';
export { type ImageList, type ImageListEntry, type ImageListFinding, parseImageList } from './image-list.js';
export { formatPlatform, type Platform, parsePlatform, wantsPlatform } from './platform.js';
export {
  formatImageReference,
  type ImageReading,
  type ImageReference,
  parseImageReference,
  readImageReference,
  sameImage,
  withVersion,
  writtenName,
} from './reference.js';
export { formatRepository, type ImageRepository, sameRepository } from './repository.js';
export { compareSpecificity, isMovingTag } from './specific-tag.js';
export { isTag } from './tag.js';
