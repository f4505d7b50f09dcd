import { argocdNameWithTag } from '@towline/shared/image';
import { z } from 'zod';
import { liveImages } from '../../packages/argo-updater/src/core/application/images/live-images.js';
import type { ManagedImage } from '../../packages/argo-updater/src/core/application/images/managed-image.js';
import { peerNeedsUpdate } from '../../packages/argo-updater/src/core/plan/peer-needs-update.js';
import { applicationSchema, managedImages } from './application-shapes.js';
import { argocdTagSchema, imageSchema } from './argocd-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';
import { managedApplication, manifestTargets, targetConfigSchema } from './manifest-shapes.js';
import { gathered, listing, peerResult, unanswered } from './plan-shapes.js';

const needsUpdateInput = z.object({
  live: imageSchema,
  configured: imageSchema,
  latest: argocdTagSchema,
  strategy: z.string(),
});

const imageConfigSchema = targetConfigSchema.extend({
  updateStrategy: z.string(),
  forceUpdate: z.boolean(),
  allowTags: z.string(),
  ignoreTags: z.array(z.string()).nullable(),
});

const registryCallSchema = z.object({
  repository: z.string(),
  tags: z.array(z.string()).nullable(),
  metadata: z.record(z.string(), z.object({ created: z.number(), digest: z.string() })),
  tagsError: z.string().nullable(),
});

const applicationInput = z.object({
  app: z.looseObject({ spec: z.json() }),
  images: z.array(imageConfigSchema),
  registryCalls: z.array(registryCallSchema),
});

describeVectors('update.json', {
  'update.needsUpdate': driver(needsUpdateInput, peerNeedsUpdate),
  'update.application': driver(applicationInput, ({ app, images: configs, registryCalls }) => {
    const application = applicationSchema.parse(app);
    const images = configs.map(imageOf);
    const sourceType = application.status?.sourceType;
    const managed = {
      ...managedApplication(application, {
        writeTarget: { kind: 'argocd', sourceType, sourceIndex: undefined },
        images,
      }),
      live: liveImages(application.status?.images ?? [], images, true),
    };
    // A call that was made anew with other credentials is the one that counts.
    const calls = new Map(registryCalls.map((call) => [call.repository, call]));
    const answers = images.map((image) => gathered(answerFor(image, calls.get(image.argocd.imageName))));
    const { spec, ...result } = peerResult(managed, answers, app.spec);
    return { result: { numApplicationsProcessed: 1, ...result }, spec };
  }),
});

function imageOf({ image, ...config }: z.infer<typeof imageConfigSchema>): ManagedImage {
  const { updateStrategy, forceUpdate, allowTags, ignoreTags } = config;
  const [managed] = managedImages([
    {
      alias: image.alias,
      imageName: argocdNameWithTag({ ...image, alias: '' }),
      commonUpdateSettings: { updateStrategy, forceUpdate, allowTags, ignoreTags: ignoreTags ?? [] },
      manifestTargets: manifestTargets(config),
    },
  ]);
  if (!managed) throw new Error(`cannot read ${image.imageName}`);
  // Some were recorded without the name by which Kustomize knows them, although they are written by it.
  return { ...managed, argocd: image };
}

function answerFor(image: ManagedImage, call: z.infer<typeof registryCallSchema> | undefined) {
  if (call === undefined) return unanswered('the registry was not asked');
  if (call.tagsError !== null) return unanswered(call.tagsError);
  return listing(
    image,
    (call.tags ?? []).map((tag) => ({ tag, ...call.metadata[tag] })),
  );
}
