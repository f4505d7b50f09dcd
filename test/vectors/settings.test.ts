import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  mergeUpdateSettings,
  mergeVerification,
  mergeWriteBack,
} from '../../packages/argo-updater/src/core/application/image-updater/merge-settings.js';
import {
  eventSchema,
  isOfEvent,
  managedImages,
  readImages,
  readSettings,
  toImageConfig,
  toTargetConfig,
} from './application-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';
import { readCases } from './vector-cases.js';

const updateSchema = z
  .unknown()
  .transform((settings) => readSettings({ commonUpdateSettings: settings }).commonUpdateSettings);
const verificationSchema = z
  .unknown()
  .transform((settings) => readSettings({ imagesVerification: settings }).imagesVerification);
const writeBackSchema = z
  .unknown()
  .transform((settings) => readSettings({ writeBackConfig: settings }).writeBackConfig);
const imagesSchema = z.unknown().transform(readImages);

describeVectors(
  'settings.json',
  {
    'settings.mergeCommon': driver(z.array(updateSchema), (levels) => mergeUpdateSettings(...levels)),
    'settings.mergeVerification': driver(z.array(verificationSchema), (levels) => mergeVerification(...levels)),
    'settings.mergeWriteBack': driver(z.object({ global: writeBackSchema, app: writeBackSchema }), ({ global, app }) =>
      mergeWriteBack(global, app),
    ),
    'settings.image': driver(updateSchema, (common) => {
      const [image] = managedImages([{ alias: '', imageName: 'any' }], { common: common ?? {} });
      return image && { ...toImageConfig(image), image: { alias: '', imageName: '', registryUrl: '' } };
    }),
    'settings.parseImageList': driver(
      z.object({
        images: imagesSchema,
        appSettings: updateSchema,
        imagesVerification: verificationSchema,
        webhookEvent: eventSchema,
      }),
      ({ images, appSettings = {}, imagesVerification: verification, webhookEvent }) =>
        managedImages(images, { common: appSettings, verification })
          .filter((image) => isOfEvent(image, webhookEvent))
          .map(toImageConfig),
    ),
  },
  { elsewhere: ['settings.manifestTarget'] },
);

const targetCaseSchema = z.object({
  name: z.string(),
  input: z.object({ manifestTarget: z.unknown().optional() }),
  expected: z.object({ error: z.string().nullable(), image: z.record(z.string(), z.unknown()).nullable() }),
});

// What the target is laid over was not recorded, so only what the target itself says can be compared.
const targetCases = z
  .array(targetCaseSchema)
  .parse((readCases('settings.json') ?? []).filter(({ fn }) => fn === 'settings.manifestTarget'));

const describeTargets = targetCases.length === 0 ? describe.skip : describe;
describeTargets('argocd-image-updater settings.json, settings.manifestTarget', () => {
  it('says of each image what was recorded', () => {
    for (const { name, input, expected } of targetCases) {
      const [settings] = readImages([{ alias: 'any', imageName: 'any', manifestTargets: input.manifestTarget }]);
      const [image] = settings ? managedImages([settings]) : [];
      const said = image && Object.entries(toTargetConfig(image.target)).filter(([, value]) => value !== '');
      expect({ name, refused: said === undefined }).toEqual({ name, refused: expected.error !== null });
      if (said) expect({ name, ...expected.image }).toMatchObject({ name, ...Object.fromEntries(said) });
    }
  });
});
