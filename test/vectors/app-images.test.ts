import { z } from 'zod';
import { readManifestTarget } from '../../packages/argo-updater/src/core/application/images/manifest-target.js';
import { isOverrideType } from '../../packages/argo-updater/src/core/application/source.js';
import type { WriteTarget } from '../../packages/argo-updater/src/core/application/write-back/write-target.js';
import { helmKeys } from '../../packages/argo-updater/src/core/manifest/keyed/image-keys.js';
import { applyListChanges } from '../../packages/argo-updater/src/core/manifest/lists/list-change.js';
import { namedChanges } from '../../packages/argo-updater/src/core/manifest/lists/named-list.js';
import {
  inlineLists,
  type SectionName,
  sectionOf,
} from '../../packages/argo-updater/src/core/manifest/lists/section.js';
import { readSection } from '../../packages/argo-updater/src/core/manifest/lists/section-image.js';
import { argocdPatch } from '../../packages/argo-updater/src/core/manifest/live/argocd-patch.js';
import { sortByName } from '../../packages/argo-updater/src/core/manifest/override/new-list-edits.js';
import { applyJsonPatch } from '../kit/src/kube/json-patch.js';
import { applicationSchema } from './application-shapes.js';
import { imageSchema } from './argocd-shapes.js';
import { type Driver, describeVectors, driver } from './describe-vectors.js';
import {
  managedApplication,
  manifestTargets,
  targetConfigSchema,
  targetImage,
  targetTextsSchema,
  updateTo,
} from './manifest-shapes.js';
import { sourceInLightOf, typeInLightOf, writeBackSchema } from './write-back-shapes.js';

const parameterSchema = z.object({
  name: z.string(),
  value: z.string().default(''),
  forceString: z.boolean().optional(),
});
const parametersSchema = z.array(parameterSchema);

/** The spec as it was recorded, to be patched. */
const specSchema = z.object({ app: z.object({ spec: z.json() }) });

const setSchema = z.object({
  app: applicationSchema,
  newImage: imageSchema,
  wbc: writeBackSchema,
  imageConfig: targetTextsSchema,
});

function setImage(section: SectionName): Driver {
  return (input) => {
    const { app, newImage, wbc, imageConfig } = setSchema.parse(input);
    const { spec } = specSchema.parse(input).app;
    const sourceType = typeInLightOf(app, wbc);
    const image = targetImage(imageConfig, newImage);
    if (!isOverrideType(sourceType) || sectionOf(sourceType, image).name !== section) return { error: true, spec };
    const { index } = sourceInLightOf(app, wbc);
    const writeTarget: WriteTarget = { kind: 'argocd', sourceType, sourceIndex: index };
    const patch = argocdPatch(managedApplication(app, { writeTarget, images: [image] }), [updateTo(image, newImage)]);
    if (patch.kind === 'refused') return { error: patch.findings, spec };
    const operations = patch.value.filter(({ path }) => path.startsWith('/spec'));
    return { error: null, ...z.object({ spec: z.json() }).parse(applyJsonPatch({ spec }, operations)) };
  };
}

// Some cases were recorded without the image, which the variables of a plugin do without.
const anyImage = { registryUrl: '', imageName: 'any', alias: 'any', tag: undefined };

const getSchema = z.object({
  app: applicationSchema,
  wbc: writeBackSchema,
  imageConfig: targetTextsSchema.extend({ image: imageSchema.default(anyImage) }),
});

const getImage = driver(getSchema, ({ app, wbc, imageConfig }) => {
  const type = typeInLightOf(app, wbc);
  if (!isOverrideType(type)) return { error: true, image: '' };
  const lists = inlineLists(sourceInLightOf(app, wbc).source);
  const image = targetImage(imageConfig, imageConfig.image);
  const { section, index, current } = readSection(lists, image, { type, compat: true, live: true });
  return { error: null, image: (section === 'kustomize' ? lists.kustomize?.[index] : current?.original) ?? '' };
});

describeVectors('app-images.json', {
  'helm.paramNames': driver(targetConfigSchema, (config) => {
    // An image without an alias has no settings of its own, so it has no keys either.
    const targets = config.image.alias === '' ? {} : manifestTargets(config);
    const keys = helmKeys({ target: readManifestTarget(targets ?? {}) ?? { kind: 'default' } });
    const keyOf = (...parts: readonly string[]) => keys.find(({ part }) => parts.includes(part))?.key ?? '';
    return { name: keyOf('name', 'whole'), tag: keyOf('tag') };
  }),
  'helm.mergeParams': driver(z.object({ source: parametersSchema, merge: parametersSchema }), ({ source, merge }) =>
    applyListChanges(source, namedChanges(source, merge)),
  ),
  'helm.sortParameters': driver(parametersSchema, sortByName),
  'app.setHelmImage': setImage('helm'),
  'app.setKustomizeImage': setImage('kustomize'),
  'app.setPluginImage': setImage('plugin'),
  'app.getHelmImage': getImage,
  'app.getKustomizeImage': getImage,
  'app.getPluginImage': getImage,
});
