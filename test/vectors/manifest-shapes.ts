import {
  type ArgocdConfiguredImage,
  type ArgocdImage,
  argocdNameWithTag,
  type Digest,
  parseArgocdImage,
  parseDigest,
} from '@towline/shared/image';
import { z } from 'zod';
import type { Application } from '../../packages/argo-updater/src/core/application/application.js';
import type { ManagedImage } from '../../packages/argo-updater/src/core/application/images/managed-image.js';
import type { ManagedApplication } from '../../packages/argo-updater/src/core/application/managed-application.js';
import type { ImageSettings } from '../../packages/argo-updater/src/core/application/settings.js';
import type { WriteTarget } from '../../packages/argo-updater/src/core/application/write-back/write-target.js';
import type { ImageUpdate } from '../../packages/argo-updater/src/core/manifest/image-site.js';
import type { ImageVersion } from '../../packages/argo-updater/src/core/manifest/image-version.js';
import {
  createManifestFiles,
  type ManifestFiles,
} from '../../packages/argo-updater/src/core/manifest/manifest-files.js';
import { createManifestTree } from '../../packages/argo-updater/src/core/manifest/manifest-tree.js';
import { managedImages } from './application-shapes.js';
import { imageSchema } from './argocd-shapes.js';

/** Where an image stands, as a case has it: a field for each key, empty where nothing was said. */
export const targetTextsSchema = z.object({
  helmImageName: z.string(),
  helmImageTag: z.string(),
  helmImageSpec: z.string(),
  kustomizeImageName: z.string(),
  pluginEnvName: z.string(),
  pluginEnvTag: z.string(),
  pluginEnvSpec: z.string(),
});

/** Resolved settings of an image: which it is, and where it stands. */
export const targetConfigSchema = targetTextsSchema.extend({ image: imageSchema });

type TargetTexts = z.infer<typeof targetTextsSchema>;

/** The settings that the keys of an image were resolved from: one section, as far as anything was said. */
export function manifestTargets(config: TargetTexts): ImageSettings['manifestTargets'] {
  const { helmImageName, helmImageTag, helmImageSpec, kustomizeImageName, pluginEnvName, pluginEnvTag, pluginEnvSpec } =
    config;
  if (kustomizeImageName !== '') return { kustomize: { name: kustomizeImageName } };
  if (pluginEnvName + pluginEnvTag + pluginEnvSpec !== '') {
    return { plugin: { name: pluginEnvName, tag: pluginEnvTag, spec: pluginEnvSpec } };
  }
  return { helm: { name: helmImageName, tag: helmImageTag, spec: helmImageSpec } };
}

/** The image of resolved settings, with the name of `image`, as we hold it. */
export function targetImage(config: TargetTexts, image: ArgocdConfiguredImage): ManagedImage {
  const settings: ImageSettings = {
    alias: image.alias,
    imageName: argocdNameWithTag({ ...image, tag: undefined }),
    manifestTargets: manifestTargets(config),
  };
  const [managed] = managedImages([settings]);
  if (!managed) throw new Error(`cannot read ${settings.imageName}`);
  return managed;
}

/** The version of a recorded image; some were recorded with digests that are too short to be any. */
export function versionOf({ tag }: ArgocdImage): ImageVersion {
  return { tag: tag?.name || undefined, digest: tag?.digest ? asDigest(tag.digest) : undefined };
}

function asDigest(text: string): Digest {
  return parseDigest(text) ?? (text as Digest);
}

/** An Application that is managed the way argocd-image-updater does it. */
export function managedApplication(
  application: Application,
  { writeTarget, images }: { writeTarget: WriteTarget; images: readonly ManagedImage[] },
): ManagedApplication {
  return { application, writeTarget, images, live: undefined, compat: true, onFailure: 'none', findings: [] };
}

/** An update of an image to the version of another. */
export function updateTo(image: ManagedImage, to: ArgocdImage): ImageUpdate {
  return { image, to: versionOf(to) };
}

/** A repository with one file, or none where it has no text. */
export function filesWith(path: string, text: string | null): ManifestFiles {
  const contents = new Map(text === null ? [] : [[path, text]]);
  return createManifestFiles(createManifestTree([...contents.keys()]), contents);
}

/** An image as Argo CD's lists have it, `[name=]image[:tag][@digest]`, as an update that writes it. */
export function kustomizeUpdate(text: string): ImageUpdate {
  const { alias, ...image } = parseArgocdImage(text);
  const settings = {
    alias: '',
    imageName: [image.registryUrl, image.imageName].filter((part) => part !== '').join('/'),
    manifestTargets: alias === '' ? undefined : { kustomize: { name: alias } },
  };
  const [managed] = managedImages([settings]);
  if (!managed) throw new Error(`cannot read ${text}`);
  return updateTo(managed, { ...image, alias });
}
