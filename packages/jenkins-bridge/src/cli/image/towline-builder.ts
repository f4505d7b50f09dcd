import type { Progress } from '@towline/shared/cli';
import { formatPlatform, type Platform, parsePlatform } from '@towline/shared/image';
import { openBuildFolder, readDockerfileText } from '../../adapters/builders/towline/towline-builder.js';
import { buildImage } from '../../app/image/build-image.js';
import { copyImage } from '../../app/image/copy-image.js';
import { parseDockerfile } from '../../core/dockerfile/parse-dockerfile.js';
import type { BuildOutcome, BuildRequest, ImageBuilder, PushedName } from '../../core/image/image-builder.js';
import type { Images } from './compose-images.js';
import { readTagged } from './image-options.js';

/** Blobs of one image on their way at once. */
export const pushConcurrency = 4;

/** The builder that needs no program: it assembles in the store, and pushes from there. */
export function createTowlineBuilder(
  { store, registries, http, environment }: Images,
  progress: Progress,
): ImageBuilder {
  return {
    async build(request, signal): Promise<BuildOutcome> {
      const dockerfile = parseDockerfile(await readDockerfileText(request.dockerfile));
      const folder = await openBuildFolder({ ...request, store, http, environment });
      const own = machinePlatform();
      const build = {
        ...request,
        dockerfile,
        platforms: request.platforms.length === 0 ? [own] : request.platforms.map((each) => parsePlatform(each)),
        buildPlatform: own,
        epoch: request.epoch ?? 0,
      };
      const onStep = (step: { readonly createdBy: string }, at: { readonly platform: Platform }) =>
        progress.say(`${formatPlatform(at.platform)}: ${step.createdBy}`);
      try {
        const built = await buildImage(build, { ...folder, store, registries, onStep }, signal);
        await nameImage(request, built.image.digest);
        const pushed = request.push ? await push(request, built.image.digest, signal) : [];
        return { digest: built.image.digest, pushed, warnings: built.warnings };
      } finally {
        progress.done();
      }
    },
  };

  async function nameImage({ names }: BuildRequest, digest: BuiltDigest): Promise<void> {
    for (const name of names) {
      const { reference, tag } = readTagged(name);
      const place = await store.open(reference, 'push');
      const content = await place.readManifest({ kind: 'digest', digest });
      if (content !== undefined) await place.writeManifest(content, tag);
    }
  }

  async function push(
    { names }: BuildRequest,
    digest: BuiltDigest,
    signal: AbortSignal,
  ): Promise<readonly PushedName[]> {
    const pushed: PushedName[] = [];
    for (const called of names) {
      const { reference, tag, name } = readTagged(called);
      const from = await store.open(reference, 'pull');
      const to = await registries.open(reference, 'push');
      const copy = {
        from,
        to,
        target: reference,
        name: { kind: 'digest', digest },
        called,
        tags: [tag],
        concurrency: pushConcurrency,
      } as const;
      const { bytesWritten } = await copyImage(copy, signal);
      pushed.push({ name, digest, bytesWritten });
    }
    return pushed;
  }
}

type BuiltDigest = NonNullable<BuildOutcome['digest']>;

/** What images of this machine are for: Linux, whatever they are built on. */
export function machinePlatform(): Platform {
  const names: Readonly<Record<string, Platform>> = {
    x64: { os: 'linux', architecture: 'amd64' },
    arm64: { os: 'linux', architecture: 'arm64' },
    arm: { os: 'linux', architecture: 'arm', variant: 'v7' },
    ia32: { os: 'linux', architecture: '386' },
  };
  return names[process.arch] ?? { os: 'linux', architecture: process.arch };
}
