import { CodedError, isCodedError } from '@towline/shared/errors';

/** What can go wrong when an image is put together: the codes of {@link ImageBuildError}, for the reference page. */
export const imageBuildErrorCodes = {
  'image-needs-engine':
    'The Dockerfile executes something, which needs an engine: build with --builder docker, buildx, buildah or podman, or do that work before the build and COPY its result.',
  'image-unknown-stage': 'There is no such stage in the Dockerfile: check the spelling of --target or FROM.',
  'image-base-missing': 'The image that a stage begins with, or copies from, does not exist: check its name and tag.',
  'image-platform-missing': 'The image is not there for this platform: the message lists those that it has.',
  'image-platform-twice': 'An index has one image for each platform, and two were given for one: leave one out.',
  'image-source-missing':
    'What COPY or ADD names is not there: check the path, which begins at the build context, and .dockerignore.',
  'image-copy-conflict': 'COPY or ADD would put a file where a folder is, or the other way round.',
  'image-unknown-owner':
    'The user or group of --chown is not in /etc/passwd or /etc/group of the stage: give a number.',
  'image-add-refused': 'ADD cannot bring this: the message says what it takes instead.',
  'image-file-unreadable': 'A file of the build context, or the store of images, cannot be read or written.',
  'image-file-changed': 'A file of the build context changed while it was being read: build again.',
  'image-program-missing':
    'An archive or a layer is compressed in a way that needs a program which is not installed here: install it, or compress by gzip.',
  'image-layer-invalid':
    'A layer is no tar archive that can be trusted: it is damaged, or names paths outside of itself.',
  'image-content-invalid':
    'A manifest, a config or a layer is not what its digest or its media type says: fetch or push it again.',
  'image-not-found': 'There is no such image, in the registry, the folder or the store that was named.',
  'image-builder-failed':
    'The builder ended with an error, or did not say what it has built: its last words are in the message.',
} as const;

/** One of {@link imageBuildErrorCodes}. */
export type ImageBuildErrorCode = keyof typeof imageBuildErrorCodes;

/** An image that cannot be put together, or that is not what it should be. */
export class ImageBuildError extends CodedError<ImageBuildErrorCode> {}

/** Whether a caught value is an {@link ImageBuildError}. */
export function isImageBuildError(error: unknown): error is ImageBuildError {
  return isCodedError(error) && error.code in imageBuildErrorCodes;
}
