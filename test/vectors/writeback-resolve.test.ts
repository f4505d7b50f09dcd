import { z } from 'zod';
import { resolveWriteTarget } from '../../packages/argo-updater/src/core/application/write-back/resolve-write-target.js';
import { applicationSchema, readSettings } from './application-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';
import { fileOf, pathOf, toWriteBack } from './write-back-shapes.js';

const resolveSchema = z.object({
  app: applicationSchema,
  controllerNamespace: z.string(),
  settings: z.unknown().transform((settings) => readSettings({ writeBackConfig: settings }).writeBackConfig ?? {}),
});

const pathSchema = z.object({ sourcePath: z.string(), target: z.string() });

function applicationAt(path: string, metadata: object = { name: 'any' }) {
  return applicationSchema.parse({ metadata, spec: { source: { repoURL: 'any', path } } });
}

describeVectors('writeback-resolve.json', {
  'writeback.resolve': driver(resolveSchema, ({ app: application, settings, controllerNamespace }) => {
    const place = (field: string) => field;
    const input = { application, settings, controllerNamespace };
    const { target } = resolveWriteTarget({ ...input, compat: true, place, find: () => undefined });
    return target ? { writeBack: toWriteBack(target, input) } : { error: true };
  }),
  'writeback.defaultTarget': driver(
    z.object({ path: z.string(), appName: z.string(), appNamespace: z.string(), controllerNamespace: z.string() }),
    ({ path, appName: name, appNamespace: namespace, controllerNamespace }) =>
      pathOf(fileOf(undefined, applicationAt(path, { name, namespace }), controllerNamespace)),
  ),
  'writeback.kustomizeBase': driver(pathSchema, ({ sourcePath, target }) => {
    const file = fileOf(target, applicationAt(sourcePath));
    return file.kind === 'kustomization' ? file.folder : file.kind;
  }),
  'writeback.helmTarget': driver(pathSchema, ({ sourcePath, target }) =>
    pathOf(fileOf(target, applicationAt(sourcePath))),
  ),
});
