import { argocdImagesDiffer, argocdTagsEqual, findArgocdImage, findForDigestUpdate } from '@towline/shared/image';
import { z } from 'zod';
import { sameKustomizeImage } from '../../packages/argo-updater/src/core/application/images/kustomize-image.js';
import { liveImages, pairWithLive } from '../../packages/argo-updater/src/core/application/images/live-images.js';
import { imageConfigSchema } from './application-shapes.js';
import { argocdTagSchema, fromImage, imageSchema } from './argocd-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';

const liveSchema = z.object({
  statusImages: z
    .array(z.string())
    .nullable()
    .transform((images) => images ?? []),
  images: z
    .array(imageConfigSchema)
    .nullable()
    .transform((images) => images ?? []),
});

describeVectors('image-match.json', {
  'app.liveImages': driver(liveSchema, ({ statusImages, images }) =>
    liveImages(
      statusImages,
      images.map(({ managed }) => managed),
      true,
    ).map(({ argocd }) => fromImage(argocd)),
  ),
  'app.liveImagesAndAliases': driver(liveSchema, ({ statusImages, images }) => {
    const managed = images.map((image) => image.managed);
    return pairWithLive(liveImages(statusImages, managed, true), managed, true).map(({ image, live }) => ({
      ...images[managed.indexOf(image)]?.config,
      image: { ...fromImage(live.argocd), alias: image.alias || image.argocd.imageName },
    }));
  }),
  'image.containsImage': driver(
    z.object({ list: z.array(imageSchema), image: imageSchema, checkVersion: z.boolean() }),
    ({ list, image, checkVersion }) => ({ index: findArgocdImage(list, image, checkVersion) }),
  ),
  'image.matchForDigestUpdate': driver(
    z.object({ list: z.array(imageSchema), image: imageSchema, latestDigest: z.string() }),
    ({ list, image, latestDigest }) => ({ index: findForDigestUpdate(list, image, latestDigest) }),
  ),
  'image.differsFrom': driver(
    z.object({ image: imageSchema, other: imageSchema, checkVersion: z.boolean() }),
    ({ image, other, checkVersion }) => argocdImagesDiffer(image, other, checkVersion),
  ),
  'tag.equals': driver(z.object({ a: argocdTagSchema, b: argocdTagSchema }), ({ a, b }) => argocdTagsEqual(a, b)),
  'kustomize.sameImage': driver(z.object({ a: imageSchema, b: imageSchema }), ({ a, b }) => sameKustomizeImage(a, b)),
});
