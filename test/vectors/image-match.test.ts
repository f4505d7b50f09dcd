import { argocdImagesDiffer, argocdTagsEqual, findArgocdImage, findForDigestUpdate } from '@towline/shared/image';
import { z } from 'zod';
import { argocdTagSchema, imageSchema } from './argocd-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';

const images = z.array(imageSchema).nullable();

describeVectors(
  'image-match.json',
  {
    'image.containsImage': driver(
      z.object({ list: images, image: imageSchema, checkVersion: z.boolean() }),
      ({ list, image, checkVersion }) => ({ index: findArgocdImage(list ?? [], image, checkVersion) }),
    ),
    'image.matchForDigestUpdate': driver(
      z.object({ list: images, image: imageSchema, latestDigest: z.string() }),
      ({ list, image, latestDigest }) => ({ index: findForDigestUpdate(list ?? [], image, latestDigest) }),
    ),
    'image.differsFrom': driver(
      z.object({ image: imageSchema, other: imageSchema, checkVersion: z.boolean() }),
      ({ image, other, checkVersion }) => argocdImagesDiffer(image, other, checkVersion),
    ),
    'tag.equals': driver(z.object({ a: argocdTagSchema, b: argocdTagSchema }), ({ a, b }) => argocdTagsEqual(a, b)),
  },
  // These are matters of an application, not of an image alone.
  { elsewhere: ['app.liveImages', 'app.liveImagesAndAliases', 'kustomize.sameImage'] },
);
