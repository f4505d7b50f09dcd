import { describe, expect } from '@jest/globals';
import { parseArgocdImage } from '@towline/shared/image';
import { readYaml } from '@towline/shared/yaml';
import { z } from 'zod';
import type { ManagedImage } from '../../packages/argo-updater/src/core/application/images/managed-image.js';
import { isOverrideType, type OverrideType } from '../../packages/argo-updater/src/core/application/source.js';
import { isValuesFile } from '../../packages/argo-updater/src/core/application/write-back/target-setting.js';
import type { FileTarget } from '../../packages/argo-updater/src/core/application/write-back/write-target.js';
import type { ImageUpdate } from '../../packages/argo-updater/src/core/manifest/image-site.js';
import { inlineLists, type SourceLists } from '../../packages/argo-updater/src/core/manifest/lists/section.js';
import { readSection } from '../../packages/argo-updater/src/core/manifest/lists/section-image.js';
import { openTarget } from '../../packages/argo-updater/src/core/manifest/open-target.js';
import { applicationSchema } from './application-shapes.js';
import { describeVectors, differenceFor, driver, eachCase } from './describe-vectors.js';
import { filesWith, kustomizeUpdate, targetConfigSchema, targetImage } from './manifest-shapes.js';
import { readCases } from './vector-cases.js';
import { sourceInLightOf, typeInLightOf, writeBackSchema } from './write-back-shapes.js';

const marshalSchema = z.object({
  app: applicationSchema,
  wbc: writeBackSchema,
  images: z.array(targetConfigSchema),
  originalData: z.string().nullable(),
});

const yamlSchema = z.object({ yaml: z.string() });

type Marshal = z.infer<typeof marshalSchema>;

/** The updates that brought the Application into the state that was recorded: what its source says of its images. */
function updatesOf(lists: SourceLists, type: OverrideType, images: readonly ManagedImage[]): readonly ImageUpdate[] {
  if (type === 'Kustomize') return (lists.kustomize ?? []).map(kustomizeUpdate);
  return images.flatMap((image) => {
    const { current } = readSection(lists, image, { type, compat: true });
    return current ? [{ image: { ...image, name: nameOf(current.original) }, to: current }] : [];
  });
}

function nameOf(original: string): string {
  const { registryUrl, imageName } = parseArgocdImage(original);
  return [registryUrl, imageName].filter((part) => part !== '').join('/');
}

function fileOf({ wbc }: Marshal, sourceType: OverrideType): FileTarget {
  const path = wbc?.target || '.argocd-source-app.yaml';
  if (!wbc?.kustomizeBase && isValuesFile(path)) return { kind: 'helm-values', paths: [path] };
  return { kind: 'override', path, folder: '.', sourceType };
}

function marshal(given: Marshal): { yaml: string; error: unknown } {
  const { app: application } = given;
  const type = typeInLightOf(application, given.wbc);
  if (!isOverrideType(type)) return { yaml: '', error: true };
  const images = given.images.map((config) => targetImage(config, config.image));
  const updates = updatesOf(inlineLists(sourceInLightOf(application, given.wbc).source), type, images);
  const file = fileOf(given, type);
  const path = file.kind === 'override' ? file.path : file.kind === 'helm-values' ? file.paths[0] : '';
  const context = { application, images, compat: true, files: filesWith(path, given.originalData) };
  const opened = openTarget(file, context);
  const edit = opened.kind === 'refused' ? opened : opened.value.write(updates);
  if (edit.kind === 'refused') return { yaml: '', error: edit.findings };
  return { yaml: edit.files.get(path) ?? given.originalData ?? '', error: null };
}

describeVectors('writeback-files.json', {
  'writeback.marshal': driver(marshalSchema, marshal),
});

describe('where only the form differs, the files say the same', () => {
  const cases = (readCases('writeback-files.json') ?? [])
    .filter(({ name, fn }) => differenceFor(name, fn)?.id === 'files-in-place')
    .map(({ name, input, expected }) => ({
      name,
      given: marshalSchema.parse(input),
      theirs: yamlSchema.parse(expected),
    }));
  eachCase(cases, ({ given, theirs }) => {
    expect(saying(marshal(given).yaml)).toEqual(saying(theirs.yaml));
  });
});

/** What a file says, its lists of named items in the order of their names. */
function saying(yaml: string): unknown {
  const inOrder = (_key: string, value: unknown) =>
    Array.isArray(value) ? [...value].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) : value;
  return JSON.parse(JSON.stringify(readYaml(yaml)[0]?.value, inOrder));
}
