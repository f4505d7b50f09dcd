import { z } from 'zod';
import {
  type Reading,
  readImages,
  readManifestTargets,
  readUpdateSettings,
  readWriteBack,
} from '../../packages/argo-updater/src/core/application/annotations/read-annotations.js';
import { hasErrors } from '../../packages/argo-updater/src/core/application/finding.js';
import { describeVectors, driver } from './describe-vectors.js';

const annotationsSchema = z
  .record(z.string(), z.string())
  .nullable()
  .transform((annotations) => annotations ?? {});
const ofAliasSchema = z.object({ annotations: annotationsSchema, alias: z.string() });

/** An answer under `name`, or an error in its place. */
function answer(name: string, { value, findings }: Reading<unknown>): object {
  return hasErrors(findings) ? { error: true } : { [name]: value };
}

describeVectors('annotations.json', {
  'annotations.images': driver(annotationsSchema, (annotations) => answer('images', readImages(annotations, true))),
  'annotations.writeBackConfig': driver(annotationsSchema, readWriteBack),
  'annotations.manifestTargets': driver(ofAliasSchema, ({ annotations, alias }) =>
    answer('manifestTargets', readManifestTargets(annotations, alias)),
  ),
  'annotations.commonUpdateSettings': driver(ofAliasSchema, ({ annotations, alias }) =>
    answer('settings', readUpdateSettings(annotations, alias)),
  ),
});
