import { resolve } from 'node:path';
import type { BuildRequest } from '../../core/image/image-builder.js';
import type { PartBuild } from '../../core/run/workshop.js';

/** What a builder is asked for a part of an image: to build it under a name, and not to push it. */
export function requestOf(
  { part, labels, epoch }: PartBuild,
  { folder, name }: { readonly folder: string; readonly name: string },
): BuildRequest {
  const { context, dockerfile, buildArgs, target, cache } = part.image;
  return {
    context: resolve(folder, context),
    dockerfile: resolve(folder, dockerfile ?? `${context}/Dockerfile`),
    names: [name],
    platforms: part.platforms,
    buildArgs,
    labels,
    annotations: labels,
    target,
    useCache: cache.kind !== 'none',
    push: false,
    epoch,
  };
}
