export type { Digest } from './digest.js';
export { type GitSha, parseGitSha } from './git-sha.js';
export type { Platform } from './platform.js';
export type { ImageRepository } from './repository.js';
