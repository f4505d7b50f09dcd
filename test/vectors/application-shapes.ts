import { type ArgocdConfiguredImage, argocdNameWithTag, formatPlatform } from '@towline/shared/image';
import { z } from 'zod';
import type { Application } from '../../packages/argo-updater/src/core/application/application.js';
import {
  type ImageUpdater,
  readImageUpdaters,
} from '../../packages/argo-updater/src/core/application/image-updater/image-updater.js';
import { concernsImage } from '../../packages/argo-updater/src/core/application/images/image-event.js';
import { manageImages } from '../../packages/argo-updater/src/core/application/images/manage-images.js';
import type { ManagedImage } from '../../packages/argo-updater/src/core/application/images/managed-image.js';
import { readApplications } from '../../packages/argo-updater/src/core/application/read-application.js';
import type {
  ImageSettings,
  UpdateSettings,
  VerificationSettings,
} from '../../packages/argo-updater/src/core/application/settings.js';
import { fromImage, imageSchema } from './argocd-shapes.js';

/** An Application of the vectors, read the way one of the cluster is. */
export const applicationSchema: z.ZodType<Application, unknown> = z
  .looseObject({ metadata: z.unknown().optional(), spec: z.unknown().optional(), status: z.unknown().optional() })
  .transform((parts, context) => {
    const document = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...parts };
    const { applications, findings } = readApplications(document, { kind: 'cluster' });
    const [application] = applications;
    if (application) return application;
    context.addIssue({ code: 'custom', message: JSON.stringify(findings) });
    return z.NEVER;
  });

/** An ImageUpdater of the vectors, as the cluster would give it. */
export function imageUpdaterDocument(namespace: string, spec: unknown): object {
  const apiVersion = 'argocd-image-updater.argoproj.io/v1alpha1';
  return { apiVersion, kind: 'ImageUpdater', metadata: { name: 'vectors', namespace }, spec };
}

/** An ImageUpdater that is in order; what is wrong with one is thrown as findings. */
export function readImageUpdater(namespace: string, spec: unknown): ImageUpdater {
  const { imageUpdaters, findings } = readImageUpdaters(imageUpdaterDocument(namespace, spec));
  const [imageUpdater] = imageUpdaters;
  if (!imageUpdater) throw new Error(JSON.stringify(findings));
  return imageUpdater;
}

/** News of a repository, which some cases are limited to. */
export const eventSchema = z.object({ registryUrl: z.string(), repository: z.string() }).nullish();

/** Whether an image is left when the images are limited to those of an event. */
export function isOfEvent(image: ManagedImage, event: z.infer<typeof eventSchema>): boolean {
  return !event || concernsImage(image, { host: event.registryUrl, path: event.repository }, true);
}

/** The settings that stand for everything in an ImageUpdater. */
export function readSettings(spec: object): Omit<ImageUpdater['spec'], 'applicationRefs'> {
  return readImageUpdater('', { applicationRefs: [{ namePattern: '*' }], ...spec }).spec;
}

/** The images of a rule of an ImageUpdater. */
export function readImages(images: unknown): readonly ImageSettings[] {
  return (
    readImageUpdater('', { applicationRefs: [{ namePattern: '*', images }] }).spec.applicationRefs[0]?.images ?? []
  );
}

/** The images that settings come to, read as argocd-image-updater reads them. */
export function managedImages(
  images: readonly ImageSettings[],
  { common = {}, verification }: { common?: UpdateSettings; verification?: VerificationSettings | undefined } = {},
): readonly ManagedImage[] {
  const place = { images: '', image: () => '', writeBack: () => '' };
  const settings = { images, common, verification, writeBack: {}, own: {}, place };
  return manageImages({ settings, annotations: {}, compat: true }).images;
}

/** Resolved settings of an image, as an input: the image that we make of them, and the settings as they were. */
export const imageConfigSchema = z
  .looseObject({ image: imageSchema, forceUpdate: z.boolean() })
  .transform((config) => ({ config, managed: managedImage(config.image, config.forceUpdate) }));

function managedImage(image: ArgocdConfiguredImage, forceUpdate: boolean): ManagedImage {
  const { kustomizeImage } = image;
  const settings: ImageSettings = {
    alias: image.alias,
    imageName: argocdNameWithTag({ ...image, alias: '' }),
    commonUpdateSettings: { forceUpdate },
    manifestTargets: kustomizeImage && { kustomize: { name: argocdNameWithTag(kustomizeImage) } },
  };
  const [managed] = managedImages([settings]);
  if (!managed) throw new Error(`cannot read ${settings.imageName}`);
  return managed;
}

/** An image in the shape that argocd-image-updater holds it in. */
export function toImageConfig({ argocd, policy, target, ...image }: ManagedImage): object {
  const { kustomizeImage } = argocd;
  return {
    image: { ...fromImage(argocd), kustomizeImage: kustomizeImage && fromImage(kustomizeImage) },
    updateStrategy: policy.order.kind,
    forceUpdate: image.force,
    allowTags: policy.allowTags ?? '',
    ignoreTags: policy.ignoreTags,
    pullSecret: image.pullSecret ?? '',
    platforms: image.platforms.map(formatPlatform),
    enableVerification: image.verification !== undefined,
    ...toTargetConfig(target),
  };
}

/** Where an image stands, in that shape: a field for each key, empty where nothing was said. */
export function toTargetConfig(target: ManagedImage['target']): Readonly<Record<string, string>> {
  const helm = keysOf(target, 'helm');
  const plugin = keysOf(target, 'plugin');
  return {
    helmImageName: helm.name,
    helmImageTag: helm.tag,
    helmImageSpec: helm.spec,
    kustomizeImageName: target.kind === 'kustomize' ? target.name : '',
    pluginEnvName: plugin.name,
    pluginEnvTag: plugin.tag,
    pluginEnvSpec: plugin.spec,
  };
}

function keysOf(target: ManagedImage['target'], kind: 'helm' | 'plugin'): { name: string; tag: string; spec: string } {
  const none = { name: '', tag: '', spec: '' };
  if (target.kind !== kind) return none;
  const { keys } = target;
  return keys.kind === 'whole' ? { ...none, spec: keys.spec } : { ...none, name: keys.name ?? '', tag: keys.tag ?? '' };
}
