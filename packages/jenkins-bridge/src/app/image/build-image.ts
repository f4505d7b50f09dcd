import { formatImageReference, formatPlatform, type Platform, parseImageReference } from '@towline/shared/image';
import type { Descriptor, ImagePlaces } from '@towline/shared/ports';
import type { Dockerfile } from '../../core/dockerfile/instruction.js';
import { baseAnnotations } from '../../core/image/base-annotations.js';
import type { BuildStep } from '../../core/image/build-step.js';
import { unusedArguments } from '../../core/image/build-variables.js';
import { completeHistory } from '../../core/image/complete-history.js';
import { evaluateStage } from '../../core/image/evaluate-stage.js';
import type { FileTree } from '../../core/image/file-tree.js';
import { ImageBuildError } from '../../core/image/image-build-error.js';
import { emptyConfig, type ImageConfig, writeImageConfig } from '../../core/image/image-config.js';
import { ociTypes } from '../../core/image/media-types.js';
import { type PlannedStage, planStages, type StagePlan, type StageSource } from '../../core/image/plan-stages.js';
import { readImageConfig, readManifest } from '../../core/image/read-image.js';
import { writeIndex, writeManifest } from '../../core/image/write-manifest.js';
import { type BuiltStage, buildStage, type StageWork, stageOnLayers } from './build-stage.js';
import { collectBytes } from './collect-bytes.js';
import { copyImage } from './copy-image.js';
import type { BuildContext, LayerBox, LocalImages } from './image-ports.js';

/** What is to be built. */
export interface ImageBuild {
  readonly dockerfile: Dockerfile;
  /** At least one; several make an index. */
  readonly platforms: readonly Platform[];
  readonly buildPlatform: Platform;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  /** Labels over those of the Dockerfile. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of the manifest, or of the index where there is one. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Seconds since the epoch: the time of the image, and the newest time of its files. */
  readonly epoch: number;
}

/** What a build works with. */
export interface BuildTools {
  readonly context: BuildContext;
  readonly layers: LayerBox;
  readonly store: LocalImages;
  /** Where images come from. */
  readonly registries: ImagePlaces;
  readonly onStep?:
    | ((step: BuildStep, at: { readonly platform: Platform; readonly cached: boolean | undefined }) => void)
    | undefined;
}

/** What was built, in the store. */
export interface BuiltImage {
  readonly image: Descriptor;
  /** One for each platform. */
  readonly manifests: readonly Descriptor[];
  /** What is strange, in sentences. */
  readonly warnings: readonly string[];
}

const pullConcurrency = 4;

/** Assembles an image from a Dockerfile that executes nothing. The same inputs come to the same digest. */
export async function buildImage(build: ImageBuild, tools: BuildTools, signal: AbortSignal): Promise<BuiltImage> {
  const manifests: Descriptor[] = [];
  const alone = build.platforms.length === 1;
  for (const platform of build.platforms) {
    const stage = await new PlatformBuild(build, { ...tools, platform }, signal).run();
    manifests.push(await keepImage(stage, build, { tools, annotations: alone ? build.annotations : {} }));
  }
  const [only] = manifests;
  const image =
    alone && only !== undefined
      ? only
      : await tools.store.keepText(ociTypes.index, writeIndex(manifests, build.annotations));
  const inputs = { ...build, platform: build.buildPlatform };
  const warnings = unusedArguments(build.dockerfile, inputs).map(
    (name) => `The build argument ${name} is taken by no ARG of the Dockerfile.`,
  );
  return { image, manifests, warnings };
}

async function keepImage(
  { config, layers, base }: BuiltStage,
  { labels, epoch }: ImageBuild,
  { tools, annotations }: { readonly tools: BuildTools; readonly annotations: ImageBuild['annotations'] },
): Promise<Descriptor> {
  const merged = { ...config.config.Labels, ...labels };
  const final: ImageConfig = {
    ...config,
    created: new Date(epoch * 1_000).toISOString(),
    config: { ...config.config, Labels: Object.keys(merged).length === 0 ? undefined : merged },
  };
  const kept = await tools.store.keepText(ociTypes.config, writeImageConfig(final));
  const manifest = writeManifest({ config: kept, layers, annotations: { ...baseAnnotations(base), ...annotations } });
  return { ...(await tools.store.keepText(ociTypes.manifest, manifest)), platform: config.platform };
}

/** The build for one platform. */
class PlatformBuild {
  readonly #build: ImageBuild;
  readonly #tools: BuildTools & { readonly platform: Platform };
  readonly #signal: AbortSignal;
  readonly #stages = new Map<number, BuiltStage>();
  readonly #images = new Map<string, Promise<BuiltStage>>();
  readonly #plan: StagePlan;

  constructor(build: ImageBuild, tools: BuildTools & { readonly platform: Platform }, signal: AbortSignal) {
    this.#build = build;
    this.#tools = tools;
    this.#signal = signal;
    this.#plan = planStages(build.dockerfile, { ...build, platform: tools.platform });
  }

  async run(): Promise<BuiltStage> {
    let last: BuiltStage | undefined;
    for (const planned of this.#plan.stages) {
      last = await this.#stage(planned);
      this.#stages.set(planned.stage.index, last);
    }
    if (last !== undefined) return last;
    throw new ImageBuildError('image-unknown-stage', 'The Dockerfile has no stage');
  }

  async #stage({ stage, base, platform }: PlannedStage): Promise<BuiltStage> {
    const { dockerfile, buildArgs } = this.#build;
    const begun = await this.#begin(base, platform);
    const { config, author, steps } = evaluateStage({
      dockerfile,
      index: stage.index,
      base: begun.config.config,
      globals: this.#plan.globals,
      buildArgs,
    });
    const built = await buildStage(begun, steps, this.#work(platform));
    return { ...built, config: { ...built.config, config, author: author ?? built.config.author } };
  }

  #work(platform: Platform): StageWork {
    const { context, layers, onStep } = this.#tools;
    return {
      context,
      layers,
      epoch: this.#build.epoch,
      signal: this.#signal,
      onStep: (step, cached) => onStep?.(step, { platform, cached }),
      filesOf: (source, of) => this.#files(source, of),
    };
  }

  async #files(source: StageSource, platform: Platform): Promise<FileTree> {
    return (await this.#begin(source, platform)).tree();
  }

  async #begin(source: StageSource, platform: Platform): Promise<BuiltStage> {
    switch (source.kind) {
      case 'scratch':
        return stageOnLayers(emptyConfig(platform), [], { layers: this.#tools.layers, signal: this.#signal });
      case 'stage': {
        const built = this.#stages.get(source.index);
        if (built !== undefined) return built;
        throw new ImageBuildError('image-unknown-stage', `Stage ${source.index} is not built yet`);
      }
      case 'image': {
        const key = `${formatPlatform(platform)} ${source.reference}`;
        const image = this.#images.get(key) ?? this.#pull(source.reference, platform);
        this.#images.set(key, image);
        return image;
      }
    }
  }

  /** Has the image in the store, each part checked by its digest. */
  async #pull(text: string, platform: Platform): Promise<BuiltStage> {
    const { store, registries, layers } = this.#tools;
    const reference = parseImageReference(text);
    const { digest, tag = 'latest' } = reference;
    const name = digest === undefined ? ({ kind: 'tag', tag } as const) : ({ kind: 'digest', digest } as const);
    const to = await store.open(reference, 'push');
    const from = await registries.open(reference, 'pull');
    const copied = await copyImage(
      { from, to, name, called: text, tags: [], platform, concurrency: pullConcurrency },
      this.#signal,
    );
    const content = await to.readManifest({ kind: 'digest', digest: copied.digest }, this.#signal);
    const manifest = content && readManifest(content);
    if (manifest?.kind !== 'image') throw new ImageBuildError('image-content-invalid', `${text} is no image`);
    const bytes = await collectBytes(to.readBlob(manifest.config, { signal: this.#signal }));
    const config = readImageConfig(bytes, manifest.config.digest);
    if ((config.config.OnBuild ?? []).length > 0) throw onBuild(text);
    if (!samePlatform(config.platform, platform)) throw otherPlatform(text, { actual: config.platform, platform });
    const stage = stageOnLayers(completeHistory(config), manifest.layers, { layers, signal: this.#signal });
    return { ...stage, base: { name: formatImageReference(reference), digest: copied.digest } };
  }
}

/** Variants differ in their spelling; what runs is said by the rest. */
function samePlatform(a: Platform, b: Platform): boolean {
  return a.os === b.os && a.architecture === b.architecture;
}

function otherPlatform(
  image: string,
  { actual, platform }: { readonly actual: Platform; readonly platform: Platform },
): ImageBuildError {
  const message = `${image} is for ${formatPlatform(actual)}, and not for ${formatPlatform(platform)}`;
  return new ImageBuildError('image-platform-missing', message, {
    hint: `Build for its platform by --platform ${formatPlatform(actual)}, or begin with an image for yours.`,
  });
}

function onBuild(image: string): ImageBuildError {
  return new ImageBuildError('image-needs-engine', `${image} has instructions for those who build on it (ONBUILD)`, {
    hint: 'Build with --builder docker, buildx, buildah or podman, or begin with another image.',
  });
}
