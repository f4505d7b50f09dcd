import { z } from 'zod';
import { completionConditions, recentUpdates } from '../../packages/argo-updater/src/core/live/image-updater-status.js';
import { describeVectors, driver } from './describe-vectors.js';

const tag = z.object({ name: z.string(), digest: z.string() });
const change = z.object({
  image: z.object({ alias: z.string(), imageName: z.string(), registryUrl: z.string() }),
  oldTag: tag,
  newTag: tag,
});
const outcome = z.object({
  applicationsMatched: z.number(),
  numErrors: z.number(),
  numImagesUpdated: z.number(),
  reconcileError: z.string().nullable(),
});

describeVectors('status.json', {
  'status.recentUpdates': driver(z.array(change), (changes) =>
    recentUpdates(
      changes.map(({ image: { alias, imageName }, oldTag, newTag }) => ({
        name: imageName,
        alias: alias || undefined,
        from: oldTag,
        to: newTag,
      })),
    ),
  ),
  'status.conditions': driver(outcome, ({ applicationsMatched, numErrors, numImagesUpdated, reconcileError }) =>
    completionConditions({
      applicationsMatched,
      errors: numErrors,
      imagesUpdated: numImagesUpdated,
      failure: reconcileError ?? undefined,
    }),
  ),
});
