import {
  argocdName,
  argocdNameWithTag,
  argocdTagWithDigest,
  formatArgocdImage,
  hasRegistryPrefix,
  parseArgocdImage,
  shortForm,
} from '@towline/shared/image';
import { z } from 'zod';
import { fromImage } from './argocd-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';

describeVectors('image-parse.json', {
  'image.parse': driver(z.string(), (identifier) => {
    const image = parseArgocdImage(identifier);
    return {
      ...fromImage(image),
      string: formatArgocdImage(image),
      fullNameWithTag: argocdNameWithTag(image),
      fullNameWithoutTag: argocdName(image),
      tagWithDigest: argocdTagWithDigest(image),
    };
  }),
  'image.hasRegistryPrefix': driver(z.string(), hasRegistryPrefix),
  'image.extractShortForm': driver(z.string(), shortForm),
});
