import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Digest, formatRepository, type GitSha } from '@towline/shared/image';
import type { ImageReader, ManifestName } from '@towline/shared/ports';
import { createBuildahBuilder } from '../../adapters/builders/engines/buildah.js';
import { createBuildxBuilder } from '../../adapters/builders/engines/buildx.js';
import { createDockerBuilder } from '../../adapters/builders/engines/docker.js';
import type { EngineOptions } from '../../adapters/builders/engines/engine.js';
import { createDaemonImages, createLayoutImages } from '../../adapters/builders/engines/engine-images.js';
import { openOciLayout } from '../../adapters/builders/towline/oci-layout.js';
import { copyImage } from '../../app/image/copy-image.js';
import { indexImages } from '../../app/image/index-images.js';
import { loadManifest } from '../../app/image/inspect-image.js';
import type { BuilderName, ImageBuilder } from '../../core/image/image-builder.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunPart } from '../../core/run/run-image.js';
import type { PartBuild, PublishTarget, RunBuilder, TakeLine } from '../../core/run/workshop.js';
import type { Images } from '../image/compose-images.js';
import { pushConcurrency } from '../image/towline-builder.js';
import { requestOf } from './build-request.js';
import { engineArguments, type SecretFiles, writeSecrets } from './engine-arguments.js';
import { type PartVariant, runnableOf, variantsOf } from './part-variants.js';

/** An engine, and what it builds. */
export interface EngineRun {
  readonly engine: Exclude<BuilderName, 'towline'>;
  readonly images: Images;
  readonly folder: string;
  readonly build: { readonly sha: GitSha; readonly buildNumber: number };
  readonly options: EngineOptions;
}

/**
 * A builder that is a program of this machine. One image of one platform is built at a time, and those that belong together become an index in
 * the registry. What buildah and podman build is published by us, with the same sign-in as everything else; docker pushes by itself.
 */
export function createEngineRunBuilder(run: EngineRun): RunBuilder {
  const { engine, folder, build } = run;
  const isDaemon = engine === 'docker' || engine === 'buildx';
  const localName = ({ repository }: RunPart, { tag }: PartVariant) =>
    `${isDaemon ? '' : 'localhost/'}${repository.path}:${tag}`;
  const layoutOf = ({ repository }: RunPart, { tag }: PartVariant) =>
    resolve(folder, join('.towline', repository.path, tag));
  return {
    name: engine,
    async build(wanted, take, signal) {
      const variants = variantsOf(wanted.part, build);
      let digest: Digest | undefined;
      const secrets = await writeSecrets(wanted.secrets);
      try {
        for (const variant of variants) {
          const name = localName(wanted.part, variant);
          const request = { ...requestOf(wanted, { folder, name }), annotations: {} };
          const platforms = variant.platform === undefined ? [] : [variant.platform];
          await builderOf(run, wanted, { secrets, take }).build({ ...request, platforms }, signal);
          if (isDaemon) continue;
          const layout = layoutOf(wanted.part, variant);
          const images = createLayoutImages(engine, { ...run.options, take });
          await images.write(name, { folder: layout, tag: variant.tag }, signal);
          digest = (await loadManifest(layoutLook(layout, variant), signal)).content.digest;
        }
      } finally {
        await secrets.remove();
      }
      return variants.length === 1 ? digest : undefined;
    },
    async expose(part) {
      const variant = runnableOf(variantsOf(part, build));
      if (variant === undefined) throw new RunError('run-tag-missing', `${part.title} is for no platform`);
      return localName(part, variant);
    },
    async publish(parts, target, signal) {
      const all = parts.flatMap((part) => variantsOf(part, build).map((variant) => ({ part, variant })));
      const looks: Look[] = [];
      for (const { part, variant } of all) {
        if (!isDaemon) {
          looks.push(layoutLook(layoutOf(part, variant), variant));
          continue;
        }
        const tag = all.length === 1 ? target.tag : variant.tag;
        const name = `${formatRepository(target.repository)}:${tag}`;
        const digest = await createDaemonImages(run.options).push(localName(part, variant), name, signal);
        if (all.length === 1) return digest;
        const from = await run.images.registries.open(target.repository, 'push');
        looks.push({ from, name: { kind: 'digest', digest }, called: name });
      }
      return publishLooks(looks, { target, images: run.images }, signal);
    },
    async remove(parts, signal) {
      const names = parts.flatMap((part) => variantsOf(part, build).map((variant) => localName(part, variant)));
      await rm(resolve(folder, '.towline'), { recursive: true, force: true });
      const images = isDaemon ? createDaemonImages(run.options) : createLayoutImages(engine, run.options);
      await images.remove(names, signal);
    },
  };
}

interface Look {
  readonly from: ImageReader;
  readonly name: ManifestName;
  readonly called: string;
}

function layoutLook(folder: string, { tag }: PartVariant): Look {
  return { from: openOciLayout(folder), name: { kind: 'tag', tag }, called: tag };
}

/** One image goes as it is; several become an index, which is written when all of them are there. */
async function publishLooks(
  looks: readonly Look[],
  { target, images }: { readonly target: PublishTarget; readonly images: Images },
  signal: AbortSignal,
): Promise<Digest> {
  const { repository, tag, annotations } = target;
  const to = await images.registries.open(repository, 'push');
  const [only, ...others] = looks;
  const common = { to, tags: [tag], concurrency: pushConcurrency };
  if (only !== undefined && others.length === 0) {
    return (await copyImage({ ...only, ...common, target: repository }, signal)).digest;
  }
  return (await indexImages({ ...common, parts: looks, annotations, store: images.store }, signal)).digest;
}

function builderOf(
  { engine, options, folder }: EngineRun,
  wanted: PartBuild,
  { secrets, take }: { readonly secrets: SecretFiles; readonly take: TakeLine },
): ImageBuilder {
  const buildArgs = [
    ...(options.buildArgs ?? []),
    ...engineArguments(engine, wanted.part.image, { ...secrets, folder }),
  ];
  const all = { ...options, buildArgs, take };
  switch (engine) {
    case 'docker':
      return createDockerBuilder(all);
    case 'buildx':
      return createBuildxBuilder(all);
    case 'buildah':
    case 'podman':
      return createBuildahBuilder(engine, all);
  }
}
