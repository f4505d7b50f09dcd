import { z } from 'zod';
import type { ImageChange } from '../../packages/argo-updater/src/core/message/image-change.js';
import { argocdTagSchema } from './argocd-shapes.js';

/** The changes of the vectors, as templates of messages and branches get them. */
export const changesSchema = z
  .array(
    z
      .object({
        image: z.object({ imageName: z.string(), alias: z.string() }),
        oldTag: argocdTagSchema.nullable(),
        newTag: argocdTagSchema.nullable(),
        newTagLabels: z.record(z.string(), z.string()).nullable(),
      })
      .transform(
        ({ image, oldTag, newTag, newTagLabels }): ImageChange => ({
          name: image.imageName,
          alias: image.alias || undefined,
          from: oldTag ?? { name: '' },
          to: newTag ?? { name: '' },
          labels: newTagLabels ?? {},
        }),
      ),
  )
  .nullable()
  .transform((list) => list ?? []);
